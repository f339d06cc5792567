import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../database.ts'
import { Ledger } from '../fakes/ledger.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'
import { adminToken, callerOf, until } from '../harness.ts'
import { childEnv, logIn, type ServerRun, serve } from '../killed/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-slack-killed-'))
let database: Awaited<ReturnType<typeof freshDatabase>>
let slack: SlackFake
let url = ''
let run: ServerRun

beforeAll(async () => {
  database = await freshDatabase()
  slack = await startSlack(new Ledger(), () => url)
  await start()
  const { url: server, botToken, signingSecret } = slack
  const put = await admin().put('/api/v1/chats/slack', { server, botToken, signingSecret })
  expect(put.status).toBe(200)
})
afterAll(async () => {
  await run.end('SIGTERM')
  await slack.stop()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

const admin = () => callerOf(url, adminToken, '')

async function start(): Promise<void> {
  const more = { DATABASE_URL: database.url, FIRELINE_ADMIN_TOKEN: adminToken, FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }
  run = serve(childEnv(join(folder, 'data'), more), logIn(folder))
  url = await run.ready
}

async function burns(title: string): Promise<string> {
  const said = { title, severity: 'sev2', service: 'default' }
  return (await admin().post<{ id: string }>('/api/v1/incidents', said)).body.id
}

/** Slack does it and says nothing; the server dies before it could hear. */
async function diesAt(method: string, isDone: () => boolean, cause = async () => {}): Promise<void> {
  slack.misbehave[method] = ['silent']
  await cause()
  await until(isDone, `${method} to be done`, 30_000)
  await run.end('SIGKILL')
  await start()
}

const marks = () => slack.channels.flatMap(one => one.messages.map(({ metadata }) => metadata?.event_payload.mark))

it('killed between the making and the noting of a channel, its head and a line, it finds each and says nothing twice', async () => {
  let incident = ''
  await diesAt(
    'conversations.create',
    () => slack.channels.length === 1,
    async () => {
      incident = await burns('Slow')
    },
  )
  await diesAt('chat.postMessage', () => marks().includes('head'))
  await until(() => marks().length >= 2, 'the lines so far', 30_000)
  const before = marks().length
  const says = async (text: string) =>
    void (await admin().post(`/api/v1/incidents/${incident}/post-update`, { text, audience: 'responders' }))
  await diesAt(
    'chat.postMessage',
    () => marks().length > before,
    () => says('We look'),
  )
  await says('We found it')
  const lines = () => slack.channels.flatMap(one => one.messages.flatMap(({ text }) => text.split('\n')))
  await until(() => lines().some(line => line.includes('We found it')), 'the last line', 30_000)
  expect(slack.channels).toHaveLength(1)
  expect(new Set(marks()).size).toBe(marks().length)
  for (const text of ['We look', 'We found it']) expect(lines().filter(line => line.includes(text))).toHaveLength(1)
})

it('a Slack that hangs delays its room by one limit, and nothing else', async () => {
  slack.misbehave['chat.postMessage'] = ['hang']
  const incident = await burns('Hangs')
  await until(() => slack.channels.length === 2, 'its channel', 30_000)
  const began = performance.now()
  expect((await admin().get(`/api/v1/incidents/${incident}`)).status).toBe(200)
  await until(() => slack.channel('inc-2-').messages.length >= 2, 'it to be said all the same', 40_000)
  expect(performance.now() - began).toBeLessThan(30_000)
})
