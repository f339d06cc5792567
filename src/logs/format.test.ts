import { expect, test } from 'vitest'
import { logMiner } from './miner.ts'

const two = (n: number): string => String(n % 60).padStart(2, '0')
const nine = Date.parse('2026-11-28T09:00:00Z')

/** Templates with their counts, and how many lines said their time. */
function mine(lines: readonly string[]) {
  const miner = logMiner({ times: { offsetMinutes: 0, year: 2026 } })
  miner.add(new TextEncoder().encode(lines.join('\n')))
  miner.end()
  const { patterns, dated, entries, format } = miner.found()
  return { said: patterns.map(({ template, count }) => [template, count]), dated, entries, is: format.is, patterns }
}

const of = (line: (n: number) => string): string[] => Array.from({ length: 60 }, (_, n) => line(n))
const paid = (n: number): string => (n % 3 ? `order ${700 + n} paid` : `no answer from stock, try ${n}`)
const found = [
  ['order <*> paid', 40],
  ['no answer from stock, try <*>', 20],
]

test.each<[string, string, (n: number) => string]>([
  [
    'json',
    'objects of JSON',
    n => JSON.stringify({ ts: `2026-11-28T09:14:${two(n)}Z`, level: 'info', msg: paid(n), user: n }),
  ],
  [
    'json',
    'other keys, and an object before the message',
    n => JSON.stringify({ '@timestamp': nine + n, kept: { message: 'no' }, message: paid(n) }),
  ],
  [
    'json',
    'the files that Docker keeps',
    n =>
      JSON.stringify({
        log: `2026-11-28 09:14:${two(n)},003 INFO [main] shop.Orders: ${paid(n)}\n`,
        stream: 'stdout',
        time: `2026-11-28T09:14:${two(n)}.003Z`,
      }),
  ],
  ['pairs', 'pairs of key and value', n => `time=2026-11-28T09:14:${two(n)}Z level=info msg="${paid(n)}" user=${n}`],
  ['text', 'PostgreSQL', n => `2026-11-28 09:14:${two(n)}.003 UTC [${800 + n}] LOG:  ${paid(n)}`],
  [
    'text',
    'a log that was coloured for a terminal',
    n => `\u001b[2m2026-11-28T09:14:${two(n)}Z\u001b[0m \u001b[32m INFO\u001b[0m ${paid(n)}`,
  ],
])('%s: %s', (is, _, line) => {
  const mined = mine(of(line))
  expect([mined.is, mined.said, mined.dated]).toEqual([is, found, 60])
})

test('requests of a web server: what was asked for, and what came of it', () => {
  const line = (n: number) =>
    `10.0.0.${n} - - [28/Nov/2026:09:14:${two(n)} +0000] "GET /cart/${n}?from=mail HTTP/1.1" ${n % 4 ? 200 : 502} ${n * 31} "-" "curl/8.1"`
  const { is, said, dated } = mine(of(line))
  expect([is, dated]).toEqual(['requests', 60])
  expect(said).toEqual([
    ['GET <*> answered', 45],
    ['GET <*> failed', 15],
  ])
})

test.each([
  [
    'Java',
    [
      'java.lang.IllegalStateException: pool is empty',
      '\tat shop.Pool.take(Pool.java:12)',
      'Caused by: java.io.IOException: gone',
      '\t... 3 more',
    ],
    ' | java.lang.IllegalStateException | caused by java.io.IOException',
  ],
  [
    'Python',
    [
      'Traceback (most recent call last):',
      '  File "shop.py", line 3, in pay',
      '    take()',
      'shop.errors.PoolError: empty',
    ],
    ' | shop.errors.PoolError',
  ],
  [
    'Node',
    ["TypeError: Cannot read properties of undefined (reading 'id')", '    at pay (file.js:3:1)'],
    ' | TypeError',
  ],
  [
    'Go',
    [
      'panic: runtime error: index out of range [3] with length 3',
      '',
      'goroutine 1 [running]:',
      'main.main()',
      '\t/app/main.go:8 +0x1d',
    ],
    ' | panic',
  ],
])('a stack trace of %s stays with its line', (_, trace, told) => {
  const lines = of(n => [`2026-11-28 09:14:${two(n)},100 ERROR cannot take order ${n}`, ...trace].join('\n'))
  const { entries, said } = mine(lines)
  expect([entries, said]).toEqual([60, [[`cannot take order <*>${told}`, 60]]])
})

test('a pattern says when it came first and last, and how often each minute', () => {
  const { patterns } = mine(of(n => `2026-11-28 09:0${Math.floor(n / 30)}:${two(n * 2)}.000 INFO order ${n} paid`))
  expect(patterns).toMatchObject([
    {
      firstAt: nine,
      lastAt: nine + 118_000,
      minutes: [
        [nine / 60_000, 30],
        [nine / 60_000 + 1, 30],
      ],
    },
  ])
})
