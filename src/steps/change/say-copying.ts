import type { CopyPhase, CopyStep } from '../../incident/prints.ts'
import type { HowFar } from './progress.ts'

/** What a copy is at, while it is taken and proven. */
export const phaseSays: Record<CopyPhase, string> = {
  room: 'Looking at what is there, and at the room for it',
  copy: 'Copying',
  restore: 'Putting it somewhere else',
  compare: 'Comparing it with its source',
  seal: 'Sealing it',
}

/** 1.2 GB of 3.0 GB · 52 MB/s · about 40 s left. */
export function howFarSays(now: HowFar): string {
  const { done, of, unit, perSecond, leftMs } = now
  const far = done === 0 ? undefined : farOf(done, of, unit)
  const rate = perSecond ? `${amount(perSecond, unit)}/s` : undefined
  return [far, rate, leftMs === undefined ? leftOfPart(now) : `about ${span(leftMs)} left`]
    .filter(said => said !== undefined)
    .join(' · ')
}

function farOf(done: number, of: number | undefined, unit: CopyStep['unit']): string {
  if (of === undefined) return amount(done, unit)
  return `${unit === 'bytes' ? amount(done, unit) : done.toLocaleString('en')} of ${amount(of, unit)}`
}

/** Of this part alone: how long the rest takes was never seen. */
function leftOfPart({ done, of, perSecond }: HowFar): string | undefined {
  if (of === undefined || !perSecond || done >= of) return undefined
  return `about ${span(((of - done) / perSecond) * 1_000)} left of this part`
}

const sizes = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
] as const

function amount(count: number, unit: CopyStep['unit']): string {
  if (unit !== 'bytes') return `${count.toLocaleString('en')} ${unit}`
  const [size, name] = sizes.find(([least]) => count >= least) ?? [1, 'bytes']
  const number = count / size
  return `${number >= 10 || size === 1 ? Math.round(number) : number.toFixed(1)} ${name}`
}

const span = (ms: number): string =>
  ms < 100_000 ? `${Math.max(1, Math.round(ms / 1_000))} s` : `${Math.round(ms / 60_000)} min`
