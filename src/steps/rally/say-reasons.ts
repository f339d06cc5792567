/** The words people read about suggestions and objections. */
export const reasonSay = {
  notYourObjection: (name: string) => `This is ${name}'s objection; it is theirs to withdraw.`,
  decided: (ref: string, state: string) => `${ref} was already ${state}.`,
  isAgainst: (name: string) => `${name} objects`,
  notAccepted: (ref: string) => `${ref} is not accepted yet.`,
  nothingToPut: (ref: string) => `${ref} has no command that a prompt takes.`,
  noPrompt: 'No terminal is shared here in which somebody types.',
  whichPrompt: (ref: string) => `You type on several hosts. Where does ${ref} go?`,
  youLead: 'You lead: what is said beside you reaches you when it is over. You can say it to everybody.',
}

export const reasonLabel = {
  suggest: 'Suggest it',
  answerIt: 'Answer it',
  accept: 'Accept it',
  suggestACommand: 'Suggest it with its command',
  sayToAll: 'Say it to everybody',
  shareATerminal: 'Share a terminal',
  putItOn: (host: string) => `Put it at my prompt on ${host}`,
}

export const reasonRefusals: readonly string[] = [
  'already-decided',
  'keyboard-held',
  'no-terminal',
  'not-accepted',
  'not-your-objection',
  'nothing-to-put',
  'unknown-change',
  'unknown-hypothesis',
  'unknown-objection',
  'unknown-suggestion',
  'which-prompt',
  'you-lead',
]
