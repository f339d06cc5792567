import { expect, test } from 'vitest'
import { readCast } from './cast-events.ts'

test('a recording is what it shows and when, with what is missing and where its commands ended', () => {
  const cast = readCast(
    [
      '{"version":3,"term":{"cols":100,"rows":30},"timestamp":1764300000}',
      '[0.5, "o", "$ ls\\r\\n"]',
      '# fireline {"ran":{"command":"ls","startedAt":"2026-11-22T03:04:00.000Z","durationMs":5,"offset":90}}',
      '[1.25, "m", "keyboard: \\"Ben\\""]',
      '# fireline {"gap":{"bytes":512}}',
      '[0.25, "r", "80x24"]   ',
      '[0, "o", "\\u001b]0;a title\\u0007ok"]',
      '[0.001, "x", "0"]',
    ].join('\n'),
  )
  expect(cast).toMatchObject({ cols: 100, rows: 30, lastsMs: 2_001 })
  expect(cast.events).toEqual([
    { ms: 500, kind: 'output', data: '$ ls\r\n' },
    { ms: 1_750, kind: 'marker', label: 'keyboard: "Ben"' },
    { ms: 1_750, kind: 'missing', bytes: 512 },
    { ms: 2_000, kind: 'size', cols: 80, rows: 24 },
    { ms: 2_000, kind: 'output', data: 'ok' },
  ])
  expect([...cast.ended]).toEqual([[90, 500]])
})

test('hostile lines are nothing', () => {
  const hostile = ['[1e9, "o", "a"]', '[-1, "o", "b"]', '# fireline {"gap":1}', '# fireline {"ran":null}', '["x"', '']
  expect(readCast(hostile.join('\n'))).toMatchObject({ cols: 80, rows: 24, lastsMs: 0 })
})
