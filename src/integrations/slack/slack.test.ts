import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { answerBody, messageBody } from './blocks.ts'
import { readSlackAnswer } from './call.ts'
import { slackManifest } from './manifest.ts'
import { readSlackEvent } from './read-slack.ts'
import { isSigned } from './sign.ts'
import { slack } from './slack.ts'

it('the manifest in the docs is the one that Fireline hands out', () => {
  const docs = readFileSync(new URL('../../../docs/chat.md', import.meta.url), 'utf8')
  const [, said = ''] = /```json\n([\s\S]+?)```/.exec(docs) ?? []
  expect(JSON.parse(said)).toEqual(slackManifest('https://fireline.example.org', false))
  const socket = slackManifest('https://fireline.example.org', true)
  expect([socket.settings.socket_mode_enabled, JSON.stringify(socket).includes('fireline.example')]).toEqual([
    true,
    false,
  ])
})

it("takes Slack's own example of a signature, for five minutes, and nothing else", () => {
  // The example of docs.slack.dev, "Verifying requests from Slack".
  const secret = '8f742231b10e8888abcd99yyyzzz85a5'
  const raw = Buffer.from(
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  )
  const headers = {
    'x-slack-request-timestamp': '1531420618',
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  }
  const at = (seconds: number) => new Date((1_531_420_618 + seconds) * 1_000).toISOString()
  expect([0, 299, -299, 301, -301].map(late => isSigned(raw, headers, secret, at(late)))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
  expect(isSigned(Buffer.from(`${raw.toString()}&`), headers, secret, at(0))).toBe(false)
  for (const signature of ['', 'v0=', 'v1=00', `v0=${'f'.repeat(64)}`, `v0=${'f'.repeat(63)}`])
    expect(isSigned(raw, { ...headers, 'x-slack-signature': signature }, secret, at(0))).toBe(false)
  expect(isSigned(raw, {}, secret, at(0))).toBe(false)
})

it('text from an alert formats nothing, links nothing and calls nobody', () => {
  const hostile = '<!channel> *b* <http://x|y> & @here `c`'
  const { text, blocks } = messageBody({ mark: '1', lines: [[hostile, { strong: hostile }]], buttons: [] })
  expect(text).not.toMatch(/<|>/)
  expect(blocks).toEqual([
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: hostile },
            { type: 'text', text: hostile, style: { bold: true } },
          ],
        },
      ],
    },
  ])
})

it('a button that would not come back whole is not offered', () => {
  const button = { label: 'Do', command: 'known-issue', incident: 'i' }
  const { blocks } = answerBody({
    lines: ['no'],
    buttons: [
      { ...button, body: { says: 'x'.repeat(2_000) } },
      { ...button, body: {} },
    ],
  }) as { blocks: { elements: unknown[] }[] }
  expect(blocks[1]?.elements).toHaveLength(1)
})

it('a no that passes is tried again, one that an admin can mend too, and the rest is for good', () => {
  const answer = (status: number, body: object | string, headers = {}) =>
    readSlackAnswer('chat.postMessage', {
      status,
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  expect(answer(200, { ok: true, ts: '1' })).toEqual({ done: { ok: true, ts: '1' } })
  const outcomes = [
    answer(429, '', { 'retry-after': '3' }),
    answer(503, '<html>'),
    answer(200, '<html>'),
    answer(200, { ok: false, error: 'internal_error' }),
    answer(200, { ok: false, error: 'token_revoked' }),
    answer(200, { ok: false, error: 'is_archived' }),
  ].map(one => ('no' in one ? [one.no.outcome, one.no.afterMs] : one))
  expect(outcomes).toEqual([
    ['retry', 3_000],
    ['retry', undefined],
    ['retry', undefined],
    ['retry', undefined],
    ['retry', 60_000],
    ['failed', undefined],
  ])
})

it('whom it cannot bring in holds up nothing; only what passes is tried again', async () => {
  const wire = (error: string) => ({
    send: async () => ({ status: 200, headers: {}, body: JSON.stringify({ ok: false, error }) }),
    signal: new AbortController().signal,
    ackTopic: () => '',
  })
  const bring = (error: string) =>
    slack.bring('C1', ['U1'], { server: 'https://slack.com/api', botToken: 'xoxb-none' }, wire(error))
  expect(await bring('already_in_channel')).toEqual({ done: true })
  expect(await bring('missing_scope')).toEqual({ done: true })
  expect(await bring('ratelimited')).toMatchObject({ no: { outcome: 'retry' } })
})

it('hears only what people answer in a thread: no bot, no edit, nothing said beside it', () => {
  const event = { type: 'message', user: 'U1', channel: 'C1', ts: '2', thread_ts: '1', text: 'a &amp; b' }
  const told = (more: object) => readSlackEvent({ event_id: 'E', team_id: 'T', event: { ...event, ...more } })
  expect(told({})).toMatchObject({ heard: { what: 'reply', place: 'C1', message: '2', text: 'a & b' } })
  for (const more of [
    { bot_id: 'B' },
    { subtype: 'message_changed' },
    { thread_ts: undefined },
    { thread_ts: '2' },
    { text: 7 },
    { channel: {} },
  ])
    expect(told(more)).toBeUndefined()
})
