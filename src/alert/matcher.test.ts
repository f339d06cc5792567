import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMatcher, type Matcher, matching, readMatcher, wrongWith } from './matcher.ts'
import { matcherText } from './matcher-text.ts'

const labels = { alertname: 'DiskFull', instance: 'db-1:9100', note: 'two\nlines' }
const holds = (...texts: string[]) => matching(texts.map(text => readMatcher(text) as Matcher))(labels)

test('labels are equal or not, and one that is missing is empty', () => {
  expect(holds('alertname="DiskFull"')).toBe(true)
  expect(holds('alertname=DiskFull', 'instance!="db-2:9100"')).toBe(true)
  expect(holds('alertname=DiskFull', 'instance!=db-1:9100')).toBe(false)
  expect(holds('cluster=""')).toBe(true)
  expect(holds('cluster!=""')).toBe(false)
  expect(holds('constructor=""')).toBe(true)
})

test('a pattern must fit the whole value, over lines too', () => {
  expect(holds('instance=~"db-.*"')).toBe(true)
  expect(holds('instance=~"db"')).toBe(false)
  expect(holds('instance!~"db"')).toBe(true)
  expect(holds('note=~"two.lines"')).toBe(true)
  expect(holds('alertname=~"Cpu|DiskFull"')).toBe(true)
})

test('a pattern that would hang other engines takes as long as its text', () => {
  const evil = matching([{ name: 'a', op: '=~', value: '(a+)+b' }])
  expect(evil({ a: 'a'.repeat(50_000) })).toBe(false)
})

test('what is not a matcher is a problem that says how one reads', () => {
  for (const text of ['', 'alertname', '=x', '1a=x', 'a="x', 'a=x"', 'a="x"y"', 'a=~"("'])
    expect(readMatcher(text)).toMatchObject({ path: 'filter', message: expect.any(String) as string })
  expect(wrongWith({ name: 'a', op: '=~', value: 'x'.repeat(1_001) }, 'matchers.0')).toMatchObject({
    path: 'matchers.0',
  })
})

test('a matcher that is written out reads as the same matcher', () => {
  const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,20}$/)
  const op = fc.constantFrom('=' as const, '!=' as const)
  fc.assert(
    fc.property(name, op, fc.string({ unit: 'binary' }), (of, how, value) => {
      const read = readMatcher(matcherText({ name: of, op: how, value }))
      expect(isMatcher(read) && read).toEqual({ name: of, op: how, value })
    }),
  )
})
