import { expect, test } from 'vitest'
import { logMiner } from './miner.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function mine(lines: readonly string[], cutEach = 7) {
  const miner = logMiner()
  const all = bytes(`${lines.join('\n')}\n`)
  for (let at = 0; at < all.length; at += cutEach) miner.add(all.subarray(at, at + cutEach))
  miner.end()
  return miner.found()
}

const at = (n: number): string => `2026-11-28 09:${String(10 + (n % 50))}:07,${100 + (n % 800)}`
const shop = Array.from({ length: 300 }, (_, n) =>
  n % 3 === 0
    ? `${at(n)} INFO [worker-${n % 4}] org.example.shop.Orders: order ${7_000 + n} of customer c-${n % 17} paid in ${n % 90} ms`
    : n % 3 === 1
      ? `${at(n)} WARN [worker-1] org.example.shop.Stock: no answer from stock.example.com:8443 after ${n} ms, trying again`
      : `${at(n)} INFO [main] org.example.shop.Orders: job Transitioned from ${n % 2 ? 'NEW to WAITING' : 'WAITING to DONE'}`,
)

test('what lines say is told by what differs between them, without how they begin', () => {
  const { patterns, lines, entries } = mine(shop)
  expect(patterns.map(({ template, count }) => [template, count])).toEqual([
    ['no answer from <*> after <*> ms, trying again', 100],
    ['order <*> of customer c-<*> paid in <*> ms', 100],
    ['job Transitioned from NEW to WAITING', 50],
    ['job Transitioned from WAITING to DONE', 50],
  ])
  expect([lines, entries]).toEqual([300, 300])
})

test('a log may come in any pieces: the patterns are the same', () => {
  const whole = mine(shop, 1_000_000)
  expect(mine(shop, 1)).toEqual(whole)
  expect(mine(shop, 4_096)).toEqual(whole)
})

test('a stack trace belongs to the line that it follows, and its kind is told', () => {
  const traces = shop.flatMap((line, n) =>
    n % 30 === 1
      ? [line, 'java.net.SocketTimeoutException: Read timed out', `\tat org.example.shop.Stock.ask(Stock.java:${n})`]
      : [line],
  )
  const { lines, entries, patterns } = mine(traces)
  expect([lines, entries]).toEqual([320, 300])
  expect(patterns.map(({ template, count }) => [template, count])).toContainEqual([
    'no answer from <*> after <*> ms, trying again | java.net.SocketTimeoutException',
    10,
  ])
})

test('each pattern names the first and the last of its lines, and shows a few as they were', () => {
  const miner = logMiner()
  miner.add(bytes(`${shop.join('\n')}\n`))
  miner.end()
  const [first] = miner.found().patterns
  expect([first?.first, first?.last]).toEqual([1, 298])
  expect(first?.samples[0]).toBe('no answer from stock.example.com:8443 after 1 ms, trying again')
})

test('what is no log at all, or hostile, is bounded and never thrown at', () => {
  let seed = 1
  const noise = Uint8Array.from({ length: 60_000 }, () => (seed = Math.imul(seed, 1103515245) + 12345) >>> 16)
  const oneLine = new Uint8Array(300_000).fill(97)
  const escapes = bytes('\u001b[31mERROR\u001b[0m {"a":\n'.repeat(500))
  for (const hostile of [noise, oneLine, escapes, bytes('\n\n\n'), bytes('')]) {
    const miner = logMiner()
    miner.add(hostile)
    miner.end()
    const { patterns, lines } = miner.found()
    expect(patterns.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(lines)
    expect(patterns.every(({ template }) => template.length <= 64 * 1024)).toBe(true)
  }
})

test('lines too long to be kept whole have a pattern of what was kept', () => {
  const line = (n: number) => `list of ${'item '.repeat(600)}${'x'.repeat(n)} and ${n} more`
  const { patterns } = mine(Array.from({ length: 50 }, (_, n) => line(n % 7)))
  expect(patterns.reduce((sum, { count }) => sum + count, 0)).toBe(50)
  expect(patterns[0]?.template).toMatch(/^list of item item /)
})

test('a line of three megabytes is read to its limit, and counted as cut', () => {
  const miner = logMiner()
  for (let n = 0; n < 30; n++) miner.add(new Uint8Array(100_000).fill(98))
  miner.add(bytes('\nshort line\n'))
  expect(miner.found()).toMatchObject({ lines: 2, cutLines: 1 })
})

test('however many lines have nothing in common, what is kept of them is bounded, and none is lost', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  const word = (n: number): string => [1, 26, 676, 17_576].map(by => letters[Math.floor(n / by) % 26]).join('')
  const miner = logMiner({ isBare: true })
  for (let from = 0; from < 70_000; from += 1_000)
    miner.add(bytes(Array.from({ length: 1_000 }, (_, n) => `${word(from + n)} seen by nobody\n`).join('')))
  const { patterns, ofShape, lines } = miner.found()
  expect(ofShape.length).toBeLessThanOrEqual(60_001)
  expect(patterns.reduce((sum, { count }) => sum + count, 0)).toBe(lines)
})
