import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { KeyboardHere, ToRoom } from '../api/room-messages.ts'
import { audienceOf } from './audience.ts'
import type { Screen } from './screen.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A screen that shows all that was written, and who watches it. */
function watched() {
  let [text, offset] = ['', 0]
  const keyboard: KeyboardHere = { epoch: 1, holder: 'ana', confirmed: true }
  const screen = { snapshot: async () => ({ offset, cols: 80, rows: 24, data: text }) } as Screen
  const audience = audienceOf('one', screen, () => keyboard)
  const join = async (person: string) => {
    const seen = { messages: [] as ToRoom[], text: '' }
    const send = (frame: Buffer) => {
      const message = JSON.parse(frame.toString()) as ToRoom
      seen.messages.push(message)
      if (message.type === 'screen') seen.text = message.data
      if (message.type === 'output') seen.text += message.data
    }
    audience.join({ person, send, backlog: () => 0 })
    await vi.advanceTimersByTimeAsync(0)
    return seen
  }
  const show = (data: string) => {
    offset += data.length
    audience.tell({ type: 'output', terminal: 'one', offset, data })
    text += data
  }
  return { join, show, audience, all: () => text }
}

const outputs = ({ messages }: { messages: ToRoom[] }) => messages.filter(({ type }) => type === 'output').length

test('the first of an output is told at once, what follows in one message', async () => {
  const { join, show } = watched()
  const ben = await join('ben')
  show('$ ')
  expect(outputs(ben)).toBe(1)
  for (const word of ['a', 'b', 'c']) show(word)
  expect(outputs(ben)).toBe(1)
  vi.advanceTimersByTime(20)
  expect([outputs(ben), ben.text]).toEqual([2, '$ abc'])
})

test('whenever somebody comes, and whoever has the keyboard, everybody ends with the same text, each byte once', async () => {
  const { join, show, audience, all } = watched()
  const seen = [await join('ana')]
  for (let n = 0; n < 60; n++) {
    show(`${n};`)
    if (n % 7 === 3) seen.push(await join(n % 2 ? 'ben' : 'ana'))
    if (n % 11 === 5) {
      const keyboard = { epoch: n, holder: n % 2 ? 'ben' : 'ana', confirmed: true }
      audience.tell({ type: 'keyboard', terminal: 'one', keyboard })
    }
    vi.advanceTimersByTime(n % 5)
  }
  vi.advanceTimersByTime(500)
  expect(seen.map(({ text }) => text)).toEqual(seen.map(all))
  audience.end()
})
