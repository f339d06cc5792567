import fc from 'fast-check'
import type { Schedule } from '../src/roster/schedule.ts'
import { scheduleSpec, toSchedule } from '../src/roster/spec.ts'
import { changesIn } from './zone-sweep.ts'

/** The last ones change their clocks by half an hour, by two, at midnight, or for a month of fasting. */
const zones = `Europe/Berlin America/New_York America/Santiago Asia/Kathmandu UTC America/St_Johns Pacific/Chatham
  Australia/Lord_Howe Antarctica/Troll Africa/Cairo Africa/Casablanca`.split(/\s+/)
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '59'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`)
const day = fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
const hours = fc.record({ days: fc.uniqueArray(day, { maxLength: 3 }), from: clock, to: clock })
const somebody = fc.constantFrom('ana', 'ben', 'cem', 'dora')
const year = { min: Date.UTC(2026, 0) / 60_000, max: Date.UTC(2027, 0) / 60_000 }
const minute = fc.integer(year).map(n => n * 60_000)
const iso = (ms: number) => new Date(ms).toISOString()

const layer = fc.record({
  people: fc.array(somebody, { minLength: 1, maxLength: 3 }),
  every: fc.constantFrom('1h', '8h', '12h', 'day', '3d', 'week', 'month'),
  handOverAt: clock,
  from: fc.constantFrom('2025-11-30', '2025-12-31T23:00:00Z', '2026-06-01'),
  restrictions: fc.array(hours, { maxLength: 3 }),
})

const hourMs = 3_600_000
const changesOf = new Map(zones.map(zone => [zone, changesIn(zone, Date.UTC(2026, 0), Date.UTC(2027, 0))]))

/** Half of the begins lie some hours before the clocks change there. */
function beginIn(zone: string): fc.Arbitrary<number> {
  const changes = changesOf.get(zone) ?? []
  if (changes.length === 0) return minute
  const before = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: 1, max: 8 }))
  return fc.oneof(
    minute,
    before.map(([at, hours]) => at - hours * hourMs),
  )
}

/** A schedule of one to three layers and some overrides, and a moment of 2026 to look at it from. */
export const randomSchedule = fc
  .constantFrom(...zones)
  .chain(zone =>
    fc.record({
      zone: fc.constant(zone),
      layers: fc.array(layer, { minLength: 1, maxLength: 3 }),
      from: beginIn(zone),
      overrides: fc.array(
        fc.record({
          person: somebody,
          after: fc.integer({ min: -600, max: 2_000 }),
          lasts: fc.integer({ min: 1, max: 600 }),
        }),
        { maxLength: 2 },
      ),
    }),
  )
  .map(({ zone, layers, from, overrides }) => ({
    from,
    schedule: toSchedule(
      scheduleSpec.parse({
        zone,
        layers,
        overrides: overrides.map(({ person, after, lasts }) => ({
          person,
          from: iso(from + after * 60_000),
          to: iso(from + (after + lasts) * 60_000),
        })),
      }),
    ),
  }))

/** The schedule of a seed: the same one each time. */
export function scheduleOf(seed: number): { schedule: Schedule; from: number } {
  const [made] = fc.sample(randomSchedule, { seed, numRuns: 1 })
  if (!made) throw new Error(`seed ${seed} makes no schedule`)
  return made
}
