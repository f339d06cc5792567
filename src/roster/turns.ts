import { instant, type Layer, localDay, onCallAt, type Schedule } from './schedule.ts'

/** From when who is on call; nobody at a gap. */
interface Begin {
  from: string
  person?: string
}

const dayMs = 24 * 3_600_000

/** The next time that somebody else is on call, or nobody, within these days; none: it stays as it is. */
export function nextTurn(schedule: Schedule, at: string, days = 35): Begin | undefined {
  const now = onCallAt(schedule, at)
  return turnsFrom(schedule, at, days).find(turn => turn.person !== now)
}

/** When this person is next on call within these days; none where they are already, or are not in sight. */
export function nextTurnOf(schedule: Schedule, person: string, at: string, days = 35): Begin | undefined {
  if (onCallAt(schedule, at) === person) return undefined
  return turnsFrom(schedule, at, days).find(turn => turn.person === person)
}

function turnsFrom(schedule: Schedule, at: string, days: number): Begin[] {
  const [from, until] = [Date.parse(at), Date.parse(at) + days * dayMs]
  const times = [...borders(schedule, from, until)].filter(ms => ms > from && ms <= until)
  return [...new Set(times)]
    .sort((a, b) => a - b)
    .map(ms => ({ from: new Date(ms).toISOString(), person: onCallAt(schedule, new Date(ms).toISOString()) }))
}

/** Every moment at which a turn may begin: hand-overs, hours that begin or end, layers and overrides. */
function* borders({ zone, layers, overrides }: Schedule, from: number, until: number): Generator<number> {
  for (const one of overrides) yield* [Date.parse(one.from), Date.parse(one.to)]
  for (const layer of layers) yield Date.parse(layer.from)
  const clocks = new Set(layers.flatMap(clocksOf))
  for (let ms = from - dayMs; ms <= until + dayMs; ms += dayMs)
    for (const clock of clocks) yield instant(localDay(ms, zone), clock, zone)
}

function clocksOf({ handOverAt, every, restrictions }: Layer): string[] {
  const turns = every.unit === 'hours' ? 24 / every.count : 1
  const handOvers = Array.from({ length: turns }, (_, n) => later(handOverAt, every.count * (turns > 1 ? n : 0)))
  return [...handOvers, ...restrictions.flatMap(({ from, to }) => [from, to])]
}

const later = (clock: string, hours: number): string =>
  `${String((Number(clock.slice(0, 2)) + hours) % 24).padStart(2, '0')}${clock.slice(2)}`
