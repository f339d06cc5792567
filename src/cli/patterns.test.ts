import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test, vi } from 'vitest'
import { fireline } from './commands.ts'

const two = (n: number): string => String(n % 60).padStart(2, '0')
const before = Array.from(
  { length: 90 },
  (_, n) => `2026-11-28 09:1${n % 5}:${two(n)},001 INFO [main] shop.Orders: order ${n} paid`,
)
const since = Array.from(
  { length: 20 },
  (_, n) => `2026-11-28 09:2${n % 5}:${two(n)},001 ERROR [main] shop.Stock: no answer from stock after ${n} ms`,
)
const always = Array.from(
  { length: 30 },
  (_, n) => `2026-11-28 09:${n % 2 ? 14 : 22}:${two(n)},001 INFO [main] shop.Mail: letter ${n} sent\u001b[2J`,
)

/** What `fireline patterns` prints. */
async function said(...words: string[]): Promise<string> {
  const wrote = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  onTestFinished(() => wrote.mockRestore())
  await fireline().parseAsync(['node', 'fireline', 'patterns', ...words])
  return wrote.mock.calls.map(([text]) => String(text)).join('')
}

function files(): { plain: string; packed: string } {
  const home = mkdtempSync(join(tmpdir(), 'fireline-patterns-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const [plain, packed] = [join(home, 'app.log'), join(home, 'app.log.1.gz')]
  writeFileSync(packed, gzipSync(before.join('\n')))
  writeFileSync(plain, [...always, ...since].join('\n'))
  return { plain, packed }
}

test('a log and the one that was rotated away are told as one, the most frequent first', async () => {
  const { plain, packed } = files()
  expect(await said(packed, plain)).toBe(`90  order <*> paid
30  letter <*> sent
20  no answer from stock after <*> ms

140 entries, 3 patterns.
`)
})

test('what is new since it began stands first, then what is gone', async () => {
  const { plain, packed } = files()
  expect(await said(packed, plain, '--onset', '2026-11-28T09:20:00Z')).toBe(`      before  since  first
new   0       20     09:20:00  no answer from stock after <*> ms
gone  90      0      09:10:00  order <*> paid
      15      15     09:14:01  letter <*> sent

140 entries, 3 patterns.
`)
})

test('as JSON it says when each came first, and shows lines as they were', async () => {
  const { plain, packed } = files()
  const { patterns } = JSON.parse(await said(packed, plain, '--json')) as { patterns: object[] }
  expect(patterns[2]).toMatchObject({
    count: 20,
    firstAt: Date.parse('2026-11-28T09:20:00.001Z'),
    samples: ['no answer from stock after 0 ms', 'no answer from stock after 1 ms', 'no answer from stock after 2 ms'],
  })
})

test('a time that is none is said', async () => {
  await expect(said('--onset', 'yesterday')).rejects.toThrow('yesterday is no time')
})
