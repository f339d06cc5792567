/** The words people read about the room and its lead. */
export const roomSay = {
  leadHeld: (name: string) => `${name} leads.`,
  leadNotOffered: 'The lead was not offered to you.',
  onlyTheLead: (name: string) => `${name} leads, and decides this.`,
  nobodyToTakeOverFrom: 'Nobody holds this seat: it is yours to take.',
  notSomebody: (to: string) => `There is nobody called “${to}” here.`,
  cannotSit: (name: string) => `${name} may watch, but not lead or type.`,
  unknownThing: (what: string, name: string) => `There is no ${what} “${name}” here.`,
}

export const roomLabel = {
  takeIt: 'Take it',
  workAlong: 'Work along',
  offerToSomebodyElse: 'Offer it to somebody else',
  named: (ref: string, text: string) => `${ref}: ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`,
}

export const roomRefusals: readonly string[] = [
  'cannot-sit',
  'lead-held',
  'lead-not-offered',
  'not-the-lead',
  'unknown-person',
]
