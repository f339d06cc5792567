import fc from 'fast-check'
import { scheduleSpec, toSchedule } from '../src/roster/spec.ts'

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kathmandu', 'UTC']
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

/** Half of the begins lie right before the clocks change somewhere. */
const begin = fc.oneof(
  minute,
  fc
    .constantFrom('2026-03-07T20:30:00Z', '2026-03-28T12:30:00Z', '2026-10-24T22:30:00Z', '2026-04-04T02:30:00Z')
    .map(at => Date.parse(at)),
)

/** A schedule of one to three layers and some overrides, and a moment of 2026 to look at it from. */
export const randomSchedule = fc
  .record({
    zone: fc.constantFrom(...zones),
    layers: fc.array(layer, { minLength: 1, maxLength: 3 }),
    from: begin,
    overrides: fc.array(
      fc.record({
        person: somebody,
        after: fc.integer({ min: -600, max: 2_000 }),
        lasts: fc.integer({ min: 1, max: 600 }),
      }),
      { maxLength: 2 },
    ),
  })
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
