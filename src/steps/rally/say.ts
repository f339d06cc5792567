/** The words people read in the room. */
export const say = {
  keyboardHeld: (name: string, host?: string) => `${name} has the keyboard${host ? ` on ${host}` : ''}.`,
  leadHeld: (name: string) => `${name} leads.`,
  leadNotOffered: 'The lead was not offered to you.',
  onlyTheLead: (name: string) => `${name} leads, and decides this.`,
  holderIsHere: (name: string) => `${name} is here. Ask for it.`,
  nobodyToTakeOverFrom: 'Nobody holds this seat: it is yours to take.',
  notSomebody: (to: string) => `There is nobody called “${to}” here.`,
  cannotSit: (name: string) => `${name} may watch, but not lead or type.`,
  unknownThing: (what: string, name: string) => `There is no ${what} “${name}” here.`,
  notYourObjection: (name: string) => `This is ${name}'s objection; it is theirs to withdraw.`,
  decided: (ref: string, state: string) => `${ref} was already ${state}.`,
}

export const label = {
  watch: 'Watch',
  askForIt: 'Ask for it',
  lookAround: 'Look around in my own shared terminal',
  isGoneTakeIt: (name: string) => `${name} is gone, take it`,
  takeOver: 'Take over, say why',
  takeIt: 'Take it',
  workAlong: 'Work along',
  suggest: 'Suggest it',
  giveToSomebodyElse: 'Give it to somebody else',
  offerToSomebodyElse: 'Offer it to somebody else',
  named: (ref: string, text: string) => `${ref}: ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`,
  answerIt: 'Answer it',
}

/** The codes of this step's refusals: part of the API. */
export const rallyRefusals: readonly string[] = [
  'already-decided',
  'cannot-sit',
  'holder-is-here',
  'keyboard-held',
  'lead-held',
  'lead-not-offered',
  'not-the-lead',
  'not-your-objection',
  'unknown-change',
  'unknown-hypothesis',
  'unknown-objection',
  'unknown-person',
  'unknown-suggestion',
]
