/** A change: proposed, applied, looked at, taken back. */
export const changingSay = {
  unknownChange: (name: string) => `There is no change ${name} here.`,
  touchesUnknown: 'This does not say what it touches, so nothing can be copied first. Name it, or say why not.',
  objects: (by: string, reason: string) => `${by} objects: ${reason}`,
  fixWithoutCause: 'This fix rests on no confirmed cause and on no page that was followed.',
  waiverTakesEffectIn: (seconds: number) => `Your waiver takes effect in ${seconds} s.`,
  operatorIs: (name: string) => `${name} has the keyboard.`,
  noControlYet: 'Say that you have control first: a line left unfinished may stand there.',
  leadIs: (name: string) => `${name} has the lead, and may go without it.`,
  notWaivable: (rule: string, rules: readonly string[]) =>
    `"${rule}" is not a rule that can be waived. These are: ${rules.join(', ')}.`,
  nothingInTheWay: 'This rule only advises. Nothing stands in the way.',
  waiveWhichChange: 'Say for which change: a waiver covers one change, once.',
  notUnderWay: (name: string) => `${name} is not being applied any more.`,
  notApplied: (ref: string) => `${ref} was not applied yet.`,
  runningNow: (ref: string) => `${ref} is running now. Its outcome comes by itself.`,
  failed: (ref: string) => `${ref} failed. Take its way back, or apply it again.`,
  rolledBack: (ref: string) => `${ref} was rolled back. Propose it anew.`,
  stepIsComplex: (step: string) =>
    `“${step}” changes more than can be taken back at once. Propose it as a change, so that what it touches is copied first.`,
  runItYourself: 'Nothing was run: no terminal of the operator is shared. Run these commands yourself.',
  terminalIsOn: (host: string) =>
    `Nothing was run: your terminal is on ${host} now. Leave it and apply anew, or run these commands yourself.`,
  otherPlan: 'Not what was approved: it was begun again since, or is another text. Nothing was run.',
  planCopy: (ref: string, level: string) => `${ref}, proven to ${level}`,
  planWaived: 'nothing: it goes without, as was said',
  planNothing: 'It names no commands: you do it yourself, and it counts as applied when you press Apply.',
  planEnds: 'It ends with the first command that fails.',
  planNoUndo: 'No way back was said.',
  planAway: (host: string) =>
    `Your terminal is on ${host} now: Fireline types nothing there. Leave it first, or run these yourself.`,
  planByHand: 'Fireline runs nothing: no terminal of yours is shared. You run these yourself.',
  notKnownWhetherItRan: 'Fireline stopped while this ran: it is not known whether it ran. Look, then decide.',
  cutOffBefore: 'Nothing was run: Fireline stopped right before.',
  cutOffWhile: (command: string, ended: number, of: number) =>
    `Fireline stopped while "${cut(command)}" ran: it is not known whether it ran, or runs still.${endedBefore(ended, of)} Look, then decide.`,
  cutOffAfter: (ended: number, of: number) =>
    `Half done: Fireline stopped after ${ended} of ${of} commands had ended well. The rest was not run.`,
  printedIsLost: 'Fireline stopped right after: what the commands printed is lost.',
  commandFailed: (command: string, exitCode: number | undefined) =>
    exitCode === undefined
      ? `It is not known how "${cut(command)}" ended.`
      : `"${cut(command)}" ended with ${exitCode}.`,
}

const endedBefore = (ended: number, of: number): string =>
  of === 1 ? '' : ended === 0 ? ' Nothing was run before it.' : ` ${ended} of ${of} commands had ended well before it.`

const cut = (command: string): string => (command.length > 80 ? `${command.slice(0, 79)}…` : command)

export const changingLabel = {
  goWithout: 'Go without, say why',
  nameTouches: 'Say what it touches',
  proposeStep: 'Propose it as a change',
  applyAgain: 'Apply again',
  named: (ref: string, what: string) => `${ref}: ${cut(what)}`,
  goWithoutFor: (ref: string) => `Go without for ${ref}, say why`,
  propose: 'Propose a change',
  stateTheory: 'Say what it might be',
  suggest: 'Suggest it to the lead',
  apply: 'Apply it',
  rollBack: 'Take the way back',
  verify: 'It did what it was for',
  answer: 'Answer it',
  overrule: 'Overrule, say why',
  haveControl: 'I have control',
  askForKeyboard: 'Ask for the keyboard',
  takeKeyboard: 'They are gone, take it',
  takeLead: 'They are gone, take the lead',
  confirmCause: 'Confirm the cause',
  proposeAnew: 'Propose it anew',
} as const

export const changingRefusals: readonly string[] = [
  'change-failed',
  'fix-without-cause',
  'no-control-yet',
  'no-verified-backup',
  'not-applied',
  'not-under-way',
  'not-waivable',
  'nothing-in-the-way',
  'only-the-lead',
  'only-the-operator',
  'open-objection',
  'other-plan',
  'rolled-back',
  'running',
  'touches-unknown',
  'unknown-change',
  'which-change',
]
