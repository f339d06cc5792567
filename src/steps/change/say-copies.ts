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
  | Dated<'rows-others'>
  | Dated<'rows-unknown'>

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
  cannotCopy: (touch: string) =>
    `Nothing here knows how to copy "${touch}". What can be copied looks like pg:shop/shop/public.orders, lite:cart, own:vault or dir:/etc/shop.`,
  unknownResource: (touch: string) => {
    const name = touch.split('/')[0] ?? touch
    return `Fireline does not know how to reach ${name}. An admin says it once, with PUT /api/v1/resources/${name.slice(name.indexOf(':') + 1)}.`
  },
  driverDoesNotFit: (driver: string, touch: string) => `The driver "${driver}" cannot copy ${touch}.`,
  levelNotOffered: 'L3, restored and equal, is the most that can be shown here. L4 needs a check of its own.',
}

export const copyLabel = {
  proveFully: 'Prove it fully',
  withoutDriver: 'Let Fireline pick the driver',
} as const

export const copyRefusals: readonly string[] = [
  'driver-does-not-fit',
  'level-not-offered',
  'no-driver',
  'unknown-resource',
]
