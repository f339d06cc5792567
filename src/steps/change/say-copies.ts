import { levelNeeded, shortName } from '../../incident/touches.ts'

/** 02:10 UTC, of an RFC 3339 time. */
const clockTime = (at: string): string => `${at.slice(11, 16)} UTC`

/** 4 May, 02:10 UTC. */
const dated = (at: string): string =>
  `${Number(at.slice(8, 10))} ${months.slice((Number(at.slice(5, 7)) - 1) * 3).slice(0, 3)}, ${clockTime(at)}`
const months = 'JanFebMarAprMayJunJulAugSepOctNovDec'

const spanOf = (seconds: number): string =>
  seconds < 100 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`

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
  | Dated<'rows-others'>
  | Dated<'rows-unknown'>
  | Dated<'written-since'>
  | Dated<'distance-unknown'>

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
  'rows-others': lack =>
    `It would touch other rows now than those saved at ${clockTime(lack.takenAt)}, or they read otherwise.`,
  'rows-unknown': () => 'Whether it would touch the rows that were saved cannot be asked of the database now.',
  'written-since': lack => `It was written to after the copy of ${clockTime(lack.takenAt)}.`,
  'distance-unknown': lack =>
    `What was written after the copy of ${clockTime(lack.takenAt)} cannot be told, so it does not count.`,
  altered: lack => `The copy of ${clockTime(lack.takenAt)} was altered after it was proven.`,
}

/** Copies: which there is, and why one does not count. */
export const copySay = {
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
  lastTaken: (at: string) => `Proven at ${dated(at)}`,
  nothingSince: 'Nothing was written since.',
  fresh: 'Fresh enough as it is.',
  writtenSince: (rows: number | undefined, changed: readonly string[]) =>
    `${rows === undefined ? 'Rows' : `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`} of ${listed(changed.map(shortName))} written since.`,
  notKnownSince: 'What was written since cannot be told.',
  notCopied: (touches: readonly string[]) => `Not in it: ${listed(touches.map(shortName))}.`,
  fullCopy: 'A new copy, put somewhere else and compared.',
  noRowsOf: (what: string) =>
    `Rows alone are not saved from ${what}; ${what === 'MariaDB' ? 'a table can be copied alone, as in my:shop/shop/orders' : 'its whole file is copied'}.`,
  tookThen: (seconds: number, at: string) => `It took ${spanOf(seconds)} at ${dated(at)}.`,
  provenBefore: (at: string, equal: string) => `Proven before, at ${dated(at)}${equal}.`,
  equalThen: (things: number, count: number) => `: ${things} with ${count.toLocaleString('en')} rows or files, equal`,
  noLast: (touches: readonly string[]) => `No copy proven before counts for ${listed(touches.map(shortName))}.`,
  diskIsFull: (name: string, usedShare: number) => `${name} is ${Math.floor(usedShare * 100)} % full.`,
  sessionsOf: (name: string, open: number, most: number) =>
    most === 1
      ? `${name} has no session left.`
      : `${name} has ${open.toLocaleString('en')} of ${most.toLocaleString('en')} sessions open.`,
  activeIn: (name: string, active: number) => `${name} has ${active.toLocaleString('en')} active sessions.`,
  longTransaction: (name: string, ms: number) =>
    `${name} has a transaction open for ${spanOf(ms / 1_000)}: nothing is cleaned up behind it, and a copy adds another.`,
  replicaBehind: (name: string, bytes: number) =>
    `A replica of ${name} is ${(bytes / 1e9).toFixed(1)} GB behind, and reading all of it makes that more.`,
  hurtsNow: (hurts: readonly string[]) => `A copy would hurt now. ${hurts.join(' ')} It can be taken all the same.`,
  cannotCopy: (touch: string) =>
    `Nothing here knows how to copy "${touch}". What can be copied looks like pg:shop/shop/public.orders, my:shop, lite:cart, own:vault or dir:/etc/shop.`,
  unknownResource: (touch: string) => {
    const name = touch.split('/')[0] ?? touch
    return `Fireline does not know how to reach ${name}. An admin says it once, with PUT /api/v1/resources/${name.slice(name.indexOf(':') + 1)}.`
  },
  driverDoesNotFit: (driver: string, touch: string) => `The driver "${driver}" cannot copy ${touch}.`,
  unknownCopy: (name: string) => `There is no copy ${name} here.`,
  notUnderWayCopy: (ref: string) => `${ref} is not being taken any more.`,
  stoppedBy: (who: string, why?: string) => (why ? `Stopped by ${who}: ${why}` : `Stopped by ${who}.`),
  levelNotOffered:
    'L3, restored and equal, is the most that can be shown here. L4 needs a smoke query at its resource (Settings, What can be copied) and a change that touches the database as a whole.',
}

export const copyLabel = {
  proveFully: 'Prove it fully',
  proveFullyIn: (seconds: number) => `Prove it fully, about ${spanOf(seconds)}`,
  useLast: (at: string) => `Use the copy proven at ${dated(at)}`,
  stopNamed: (ref: string) => `Stop ${ref}`,
  atFullPace: 'Take it at full pace',
  gentlyAllTheSame: 'Copy it gently all the same',
  saveAllTheSame: 'Save the rows all the same',
  withoutDriver: 'Let Fireline pick the driver',
} as const

export const copyRefusals: readonly string[] = [
  'copy-not-under-way',
  'driver-does-not-fit',
  'hurts-now',
  'level-not-offered',
  'no-driver',
  'unknown-copy',
  'unknown-resource',
]
