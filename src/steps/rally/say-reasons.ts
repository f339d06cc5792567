/** The words people read about suggestions and objections. */
export const reasonSay = {
  notYourObjection: (name: string) => `This is ${name}'s objection; it is theirs to withdraw.`,
  decided: (ref: string, state: string) => `${ref} was already ${state}.`,
}

export const reasonLabel = {
  suggest: 'Suggest it',
  answerIt: 'Answer it',
}

export const reasonRefusals: readonly string[] = [
  'already-decided',
  'not-your-objection',
  'unknown-change',
  'unknown-hypothesis',
  'unknown-objection',
  'unknown-suggestion',
]
