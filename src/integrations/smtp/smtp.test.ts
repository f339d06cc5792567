import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { smtpMail } from './smtp.ts'

let [open, closed] = [0, 0]
/** Greets, and then goes on for ever, a line every few milliseconds: no wait of its own is ever too long. */
const dripping = createServer(socket => {
  open += 1
  socket.resume().write('220 slow.example\r\n')
  const drip = setInterval(() => socket.write('250-one more line\r\n'), 20)
  socket.on('error', () => {})
  socket.on('close', () => {
    closed += 1
    clearInterval(drip)
  })
})
beforeAll(() => new Promise<void>(resolve => dripping.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise(resolve => dripping.close(resolve)))

it('a mail server that never comes to an end is left after the time that all of it may take', async () => {
  const mail = smtpMail(`smtp://127.0.0.1:${(dripping.address() as AddressInfo).port}`, 'fireline@example.org', 250)
  const letter = { id: 'one', to: 'ana@example.org', subject: 'It burns', text: 'It burns.' }
  expect(await mail.send(letter)).toEqual({ outcome: 'retry', answer: 'no answer in time' })
  await expect.poll(() => [open, closed]).toEqual([1, 1])
})
