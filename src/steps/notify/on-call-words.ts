/** What is said to people about who is on call when: no page, nothing is on fire. `when`: a time in words. */
export interface OnCallWord {
  headline: string
  lines: string[]
}

interface Asks {
  asker: string
  schedule: string
  when: string
  inReturn?: string
  note?: string
}

export const onCallSays = {
  swapAsked: ({ asker, schedule, when, inReturn, note }: Asks): OnCallWord => ({
    headline: `${asker} asks: could you be on call on ${schedule}, ${when}?`,
    lines: [
      ...(note ? [`${asker}: ${note}`] : []),
      inReturn ? `In return ${asker} takes yours: ${inReturn}.` : 'It is a favour: nothing of yours changes.',
      `Until somebody says yes it stays with ${asker}. One tap, yes or no:`,
    ],
  }),
  swapTaken: (who: string, schedule: string, when: string): OnCallWord => ({
    headline: `${who} has it: ${schedule}, ${when}`,
    lines: [`You are not on call on ${schedule} then; ${who} is.`],
  }),
  swapDeclined: (schedule: string, when: string): OnCallWord => ({
    headline: `Nobody could take it: ${schedule}, ${when}`,
    lines: ['Everybody you asked said no. It is still yours: ask somebody else, or be there.'],
  }),
  swapWithdrawn: (asker: string, schedule: string, when: string): OnCallWord => ({
    headline: `No longer needed: ${schedule}, ${when}`,
    lines: [`${asker} took the question back. Nothing changes for you.`],
  }),
  putOnCall: (by: string, schedule: string, when: string, reason?: string): OnCallWord => ({
    headline: `You are on call on ${schedule}, ${when}`,
    lines: [`${by} put you there${reason ? `: ${reason}` : '.'}`],
  }),
  offCall: (who: string, schedule: string, when: string, reason?: string): OnCallWord => ({
    headline: `${who} is on call instead of you: ${schedule}, ${when}`,
    lines: [reason ? `Why: ${reason}` : 'You need not be there then.'],
  }),
  overrideEnded: (by: string, schedule: string, when: string): OnCallWord => ({
    headline: `Who is on call changed back: ${schedule}, ${when}`,
    lines: [`${by} took out an override. Look whether that time is yours.`],
  }),
}
