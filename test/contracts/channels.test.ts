import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOutside } from '../../src/channels.ts'
import type { Outside } from '../../src/engine/outside.ts'
import { wireFor } from '../../src/engine/wire.ts'
import { readSettings } from '../../src/settings.ts'
import type { CallMessage, Channel, Delivery, Wire } from '../../src/steps/notify/channel.ts'
import { channelWakes } from '../../src/steps/notify/wakes.ts'
import { type Fault, faults, type Misbehaving, startMisbehaving } from '../fakes/misbehaving.ts'
import { until } from '../harness.ts'
import { channelCases } from './channel-cases.ts'

const token = (of: string) => of.repeat(43).slice(0, 43)
const tokens = [token('Page0link'), token('Have0it'), token('Cannot0')] as const
const page = `https://fireline.example.org/a/${tokens[0]}`
const nasty =
  '*_bold_* <@everyone> <!channel> @here [a](http://evil) `code` {{7*7}} \u0000\r\nBcc: eve@example.org <b>x</b>'

const message = (more: Partial<CallMessage> = {}): CallMessage => ({
  id: '0190b5a0-0000-7000-8000-000000000001',
  incident: '0190b5a0-0000-7000-8000-000000000002',
  number: 12,
  severity: 'sev2',
  to: { id: '0190b5a0-0000-7000-8000-000000000003', name: 'Ana', email: 'ana@example.org' },
  headline: 'SEV2 checkout · Payments fail since 03:12',
  lines: ['Paged because you are on call.', nasty],
  link: page,
  ways: [`Logs and what changed: ${page}/logs`, `Call in the team: ${page}/call-in`],
  buttons: [
    { label: 'I have it', command: 'acknowledge', token: tokens[1] },
    { label: 'I cannot', command: 'i-cannot', token: tokens[2] },
  ],
  repeat: false,
  at: '2026-01-31T03:12:00.000Z',
  ...more,
})

let outside: Outside
let receiver: Misbehaving

beforeAll(async () => {
  receiver = await startMisbehaving()
  const settings = readSettings({ FIRELINE_ALLOW_PRIVATE: '127.0.0.1', FIRELINE_SECRET_FILE: import.meta.filename })
  outside = openOutside(settings, () => 'https://fireline.example.org')
})
afterAll(() => receiver.stop())

const caseOf = (kind: string, fault: Fault | 'nothing') => {
  const found = channelCases[kind]
  if (!found) throw new Error(`${kind} is not held to the contract`)
  return found(receiver.at(fault))
}

/** One message over a channel to a receiver that does this. No clock: who says nothing is waited for until it has read what came. */
async function hand(kind: string, fault: Fault | 'nothing', more?: Partial<CallMessage>): Promise<Delivery> {
  const channel = outside.channels.get(kind) as Channel
  const one = message(more)
  const patience = new AbortController()
  const { settings, account } = caseOf(kind, fault)
  const wire: Wire = { ...wireFor(one, outside, patience.signal), account }
  const from = receiver.heard.length
  const delivery = channel
    .deliver(one, channel.settings.parse(settings), wire)
    .catch((error: unknown): Delivery => ({ outcome: 'retry', answer: String(error) }))
  if (fault === 'hangs' || fault === 'drips') {
    await until(() => receiver.heard.slice(from).some(heard => heard.fault === fault), `${kind} to be heard`)
    patience.abort()
  }
  return delivery
}

const expected: Record<Fault, Partial<Delivery>> = {
  refuses: { outcome: 'retry', answer: expect.stringContaining('ECONNREFUSED') as string },
  'says no': { outcome: 'failed', answer: expect.stringMatching(/^403/) as string },
  'has trouble': { outcome: 'retry', answer: expect.stringMatching(/^503/) as string },
  'has too much': { outcome: 'retry', answer: expect.stringMatching(/^429/) as string, afterMs: 7_000 },
  'is too slow to read': { outcome: 'retry', answer: expect.stringMatching(/^408/) as string },
  hangs: { outcome: 'retry', answer: expect.stringContaining('no answer in time') as string },
  resets: { outcome: 'retry' },
  'takes it and resets': { outcome: 'delivered', answer: expect.stringMatching(/^200/) as string },
  drips: { outcome: 'retry' },
  'speaks wrong TLS': { outcome: 'retry', answer: expect.stringMatching(/certificate/i) as string },
  'sends elsewhere': { outcome: 'failed', answer: expect.stringMatching(/^302/) as string },
  'never stops talking': { outcome: 'delivered' },
}

const kinds = Object.keys(channelCases)

test('every channel of the server is held to this contract, says whether it wakes, and has its place in the docs', () => {
  expect([...outside.channels.keys()].sort()).toEqual([...kinds].sort())
  const docs = readFileSync('docs/channels.md', 'utf8')
  for (const kind of kinds) {
    expect(channelWakes[kind as keyof typeof channelWakes].why.length).toBeGreaterThan(20)
    expect(docs).toContain(`| ${kind} |`)
  }
})

test.for(kinds)(
  '%s is tried again, given up or taken, as the receiver did; no answer gives a secret away',
  async kind => {
    const answers: (Delivery & { fault: Fault })[] = []
    for (const fault of faults) answers.push({ fault, ...(await hand(kind, fault)) })
    const secrets = [...tokens, ...caseOf(kind, 'nothing').hidden]
    for (const { fault, ...delivery } of answers) {
      expect({ fault, ...delivery }).toMatchObject({ fault, ...expected[fault] })
      expect(delivery.answer.length).toBeLessThanOrEqual(600)
      for (const secret of secrets) expect(delivery.answer, fault).not.toContain(secret)
    }
    expect(receiver.heard.map(one => one.path)).not.toContain('/inside')
  },
)

test.for(kinds)('%s shows what an alert says as text, and a repeat says that it may be one', async kind => {
  const from = receiver.heard.length
  expect(await hand(kind, 'nothing')).toMatchObject({ outcome: 'delivered' })
  expect(await hand(kind, 'nothing', { repeat: true })).toMatchObject({ outcome: 'delivered' })
  const [first, second] = receiver.heard.slice(from)
  if (!first || !second) throw new Error('nothing came')
  const { reads, notIn = [] } = caseOf(kind, 'nothing')
  const isRepeat = /may be a repeat|repeat\? |"repeat":true/
  expect(reads(first)).toContain('Payments fail')
  expect(reads(first)).not.toMatch(isRepeat)
  expect(reads(second)).toMatch(isRepeat)
  for (const hostile of notIn) expect(reads(first)).not.toContain(hostile)
  expect(Object.keys(first.headers)).not.toContain('bcc')
})
