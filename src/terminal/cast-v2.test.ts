import { expect, test } from 'vitest'
import { castV2 } from './cast-v2.ts'

const v2 = (lines: string[]) => {
  const line = castV2()
  return lines.flatMap(one => line(one) ?? [])
}

test('a recording reads as v2: times count from the beginning, and what v2 has no words for is left out', () => {
  const file = [
    '{"version":3,"term":{"cols":80,"rows":24,"type":"xterm-256color"},"timestamp":1764300000,"title":"bash"}',
    '[0.100, "o", "one"]',
    '# fireline {"ran":{"command":"ls"}}',
    '[0.200, "r", "100x30"]',
    '[1.000, "m", "keyboard: Ben"]',
    '[0.005, "o", "caf\\u00e9"]     ',
    '[0.000, "x", "0"]',
  ]
  expect(v2(file)).toEqual([
    '{"version":2,"width":80,"height":24,"timestamp":1764300000,"title":"bash"}',
    '[0.100, "o", "one"]',
    '[0.300, "r", "100x30"]',
    '[1.300, "m", "keyboard: Ben"]',
    '[1.305, "o", "café"]',
  ])
})

test('ten thousand intervals of a millisecond are ten seconds', () => {
  const lines = v2(['{"version":3,"term":{"cols":1,"rows":1}}', ...Array<string>(10_000).fill('[0.001, "o", "."]')])
  expect(lines.at(-1)).toBe('[10.000, "o", "."]')
})

test('hostile lines are nothing: numbers that are none, times that go back, a second header, half a line', () => {
  const head = '{"version":3,"term":{"cols":1,"rows":1}}'
  const lines = v2([head, '["1", "o", "a"]', '[-5, "o", "b"]', head, '[1, "o"', '[1, "o", 7]', 'null', ''])
  expect(lines.slice(1)).toEqual(['[0.000, "o", "b"]'])
})
