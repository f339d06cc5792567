import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Config, diffConfig } from './config.ts'
import { configText } from './config-text.ts'

const steps = (after: string) => [
  { after: '0m', notify: [{ schedule: 'primary' }] },
  { after, notify: [{ person: 'ben@example.org' }] },
]
const now: Config = {
  policies: { checkout: { steps: steps('5m'), repeat: 0 } },
  schedules: { primary: { zone: 'UTC', layers: [{ people: ['ana@example.org', 'ben@example.org'], every: '1w' }] } },
}
const said = (wanted: Config) => configText(diffConfig(now, wanted))

test('a step that waits longer is one line', () => {
  expect(said({ policies: { checkout: { steps: steps('10m'), repeat: 0 } } })).toBe(
    '~ policy checkout\n    step 2, after: 5m -> 10m',
  )
})

test('a step that came and a field that went are said as such', () => {
  const three = [...steps('5m'), { after: '20m', notify: [{ person: 'carl@example.org' }] }]
  expect(said({ policies: { checkout: { steps: three } } })).toBe(
    '~ policy checkout\n    + step 3: after 20m, notify [person carl@example.org]\n    - repeat: 0',
  )
})

test('the order of people is their turns, the order of fields is nothing', () => {
  const layers = [{ every: '1w', people: ['ben@example.org', 'ana@example.org'] }]
  expect(said({ schedules: { primary: { layers, zone: 'UTC' } } })).toBe(
    '~ schedule primary\n    layer 1, people: ana@example.org; ben@example.org -> ben@example.org; ana@example.org',
  )
  expect(
    said({
      schedules: {
        primary: { layers: [{ ...layers[0], people: ['ana@example.org', 'ben@example.org'] }], zone: 'UTC' },
      },
    }),
  ).toBe('')
})

test('what is new is shown whole, and what a file does not name is not looked at', () => {
  const shop = { name: 'Shop', stakeholders: [{ email: 'head@example.org' }] }
  expect(said({ services: { shop } })).toBe('+ service shop\n    name: Shop\n    stakeholder 1: email head@example.org')
})

test('control characters of a file reach no terminal', () => {
  expect(said({ services: { shop: { name: '\u001b[2JShop\u202e' } } })).toBe('+ service shop\n    name:  [2JShop ')
})

test('names of Object are names like any other', () => {
  expect(diffConfig({}, { services: { constructor: { name: 'A' }, valueOf: { toString: 'b' } } })).toHaveLength(2)
})

test('nothing differs from itself, and whatever differs is said', () => {
  const config = fc.record({ services: fc.dictionary(fc.string(), fc.jsonValue()) }) as fc.Arbitrary<Config>
  fc.assert(
    fc.property(config, config, (a, b) => {
      expect(diffConfig(a, a)).toEqual([])
      const services = { ...a.services, ...b.services }
      const differs = Object.keys(b.services ?? {}).some(
        name => JSON.stringify(a.services?.[name]) !== JSON.stringify(b.services?.[name]),
      )
      if (diffConfig(a, { services }).length > 0) expect(differs).toBe(true)
      expect(configText(diffConfig(a, b)).split('\n').length).toBeGreaterThanOrEqual(diffConfig(a, b).length)
    }),
    { numRuns: 50 },
  )
})
