import { levelNeeded, shortName } from '../../incident/touches.ts'

/** 02:10 UTC, of an RFC 3339 time. */
const clockTime = (at: string): string => `${at.slice(11, 16)} UTC`

/** a, b and c. */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? 'nothing'
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

/** Why the copies at hand do not count for one resource. */
export type NoCopy =
  | { touch: string; why: 'none' }
  | { touch: string; why: 'running' }
  | { touch: string; why: 'being-changed'; by: string }
  | Dated<'old'>
  | Dated<'changed-since'>
  | Dated<'too-low'>
  | Dated<'gone'>
  | Dated<'altered'>

interface Dated<W extends string> {
  touch: string
  why: W
  takenAt: string
}

const whyNot: { [W in NoCopy['why']]: (lack: Extract<NoCopy, { why: W }>) => string | undefined } = {
  none: () => undefined,
  running: () => 'A copy is being taken and proven now.',
  'being-changed': lack => `${lack.by} is running on it now.`,
  old: () => undefined,
  'changed-since': lack => `It was changed after the copy of ${clockTime(lack.takenAt)}.`,
  'too-low': lack =>
    `The copy of ${clockTime(lack.takenAt)} was not proven far enough: this needs ${levelNeeded(lack.touch)}.`,
  gone: lack => `The copy of ${clockTime(lack.takenAt)} is gone or cannot be read.`,
  altered: lack => `The copy of ${clockTime(lack.takenAt)} was altered after it was proven.`,
}

/** What people read in this step: calm, short, the next action first. */
export const say = {
  unknownChange: (name: string) => `There is no change ${name} here.`,
  noRestorableCopy(touches: readonly string[], lacking: readonly NoCopy[]): string {
    const names = [...new Set(touches.map(shortName))]
    const rest = lacking.length < touches.length ? ` of ${listed(lacking.map(lack => shortName(lack.touch)))}` : ''
    const times = lacking.map(lack => ('takenAt' in lack ? lack.takenAt : ''))
    const newest = times.sort().at(-1)
    const since = newest ? ` since ${clockTime(newest)}.` : ' yet.'
    const why = lacking.map(lack => (whyNot[lack.why] as (lack: NoCopy) => string | undefined)(lack))
    const whys = [...new Set(why)].filter(said => said !== undefined)
    return [`This touches ${listed(names)}. No restorable copy${rest}${since}`, ...whys].join(' ')
  },
  touchesUnknown: 'This does not say what it touches, so nothing can be copied first. Name it, or say why not.',
  cannotCopy: (touch: string) =>
    `Nothing here knows how to copy "${touch}". What can be copied looks like pg:shop/shop/public.orders or dir:/etc/shop.`,
  unknownResource: (slug: string) =>
    `Fireline does not know how to reach pg:${slug}. An admin says it once, with PUT /api/v1/resources/${slug}.`,
  driverDoesNotFit: (driver: string, touch: string) => `The driver "${driver}" cannot copy ${touch}.`,
  levelNotOffered: 'L3, restored and equal, is the most that can be shown here. L4 needs a check of its own.',
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
  runItYourself: 'Nothing was run: no terminal of the operator is shared. Run these commands yourself.',
  noStandBy: (service: string) => `Fireline knows no stand-by for ${service} yet, so it cannot move its traffic.`,
  commandFailed: (command: string, exitCode: number | undefined) =>
    exitCode === undefined
      ? `It is not known how "${cut(command)}" ended.`
      : `"${cut(command)}" ended with ${exitCode}.`,
}

const cut = (command: string): string => (command.length > 80 ? `${command.slice(0, 79)}…` : command)

/** What the ways forward are called on their buttons. */
export const label = {
  proveFully: 'Prove it fully',
  goWithout: 'Go without, say why',
  nameTouches: 'Say what it touches',
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
  asMitigation: 'Do it by hand, as a mitigation',
  withoutDriver: 'Let Fireline pick the driver',
} as const

/** The codes of this step's refusals: part of the API. */
export const changeRefusals: readonly string[] = [
  'change-failed',
  'driver-does-not-fit',
  'fix-without-cause',
  'level-not-offered',
  'no-control-yet',
  'no-driver',
  'no-stand-by',
  'no-verified-backup',
  'not-applied',
  'not-under-way',
  'not-waivable',
  'nothing-in-the-way',
  'only-the-lead',
  'only-the-operator',
  'open-objection',
  'rolled-back',
  'running',
  'touches-unknown',
  'unknown-change',
  'unknown-resource',
  'which-change',
]
