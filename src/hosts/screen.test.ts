import { afterEach, expect, test } from 'vitest'
import { until } from '../../test/harness.ts'
import { type Screen, screenOf } from './screen.ts'
import { threadOfScreens } from './screen-thread.ts'

const opened: Screen[] = []
const open = (cols = 40, rows = 5) => {
  const screen = screenOf(cols, rows)
  opened.push(screen)
  return screen
}
afterEach(() => {
  for (const screen of opened.splice(0)) screen.end()
})

test('a snapshot is of everything written before it was asked for, and one serves all who ask meanwhile', async () => {
  const screen = open()
  screen.write('one ', 10)
  const [first, same] = [screen.snapshot(), screen.snapshot()]
  screen.write('two', 20)
  const later = await screen.snapshot()
  expect(first).toBe(same)
  expect(await first).toMatchObject({ offset: 10, cols: 40, rows: 5, data: expect.stringContaining('one ') as string })
  expect((await first).data).not.toContain('two')
  expect([later.offset, await screen.text()]).toEqual([20, 'one two'])
})

test('a parser says how far it has come, and takes its size in the order in which it was told', async () => {
  const screen = open()
  const heard: number[] = []
  screen.onPosition(offset => heard.push(offset))
  screen.write('a'.repeat(30), 30)
  screen.resize(20, 4)
  screen.write('b', 31)
  expect(screen.size()).toEqual({ cols: 20, rows: 4 })
  expect(await screen.snapshot()).toMatchObject({ cols: 20, rows: 4, offset: 31 })
  expect([heard, screen.position()]).toEqual([[30, 31], 31])
})

test('a thread that dies is begun again, and every screen is what it was', async () => {
  const [one, other] = [open(), open(60, 6)]
  one.write('\u001b[31mkept', 7)
  one.resize(50, 8)
  const before = await one.snapshot()
  for (let n = 1; n <= 30; n += 1) other.write(`${'long '.repeat(10_000)}${n}\r\n`, n)
  const dead = threadOfScreens()
  await dead?.terminate()
  await until(() => threadOfScreens() !== dead, 'another thread')
  other.write('and on', 31)
  expect(await one.snapshot()).toEqual(before)
  expect(await other.text()).toMatch(/30\nand on$/)
  expect(await other.snapshot()).toMatchObject({ offset: 31, cols: 60 })
})

test('what was replaced comes back from no thread', async () => {
  const screen = open()
  screen.write('a secret', 8)
  const asked = screen.snapshot()
  screen.replace('clean')
  await asked
  await threadOfScreens()?.terminate()
  await until(async () => (await screen.text()) === 'clean', 'the screen')
  expect(await screen.snapshot()).toMatchObject({ offset: 8, data: expect.not.stringContaining('secret') as string })
})

test('the last screen takes the thread with it', () => {
  open().end()
  expect(threadOfScreens()).toBeUndefined()
})
