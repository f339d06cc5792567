import { execFileSync } from 'node:child_process'
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { openBackup } from '../../src/store/backup/format.ts'
import { withDatabase } from '../../src/store/backup/reach.ts'
import { Ledger } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { adminToken, until } from '../harness.ts'
import { nothingOwed } from '../killed/checker.ts'
import { once, type Stubborn, stubborn } from '../killed/client.ts'
import { childEnv, fireline, logIn, passableFolder, type ServerRun, serve } from '../killed/server.ts'
import { requireProgram } from '../real-program.ts'

const real = requireProgram('git')
const folder = passableFolder('restore')
const [before, after] = [join(folder, 'before'), join(folder, 'after')]
const file = join(folder, 'one.backup')
const secret = 'canary-4fQz81Lw'
const topic = 'ana-phone-7731'
let smtp: Awaited<ReturnType<typeof startSmtp>>
let run: ServerRun | undefined
let url = ''
let token = ''
let ana: Stubborn
let key: string
let was: Awaited<ReturnType<typeof everything>>

const envOf = (dataDir: string) => childEnv(dataDir, { FIRELINE_ADMIN_TOKEN: adminToken, FIRELINE_SMTP_URL: smtp.url })
const start = async (dataDir: string) => {
  run = serve(envOf(dataDir), logIn(folder))
  url = await run.ready
}

beforeAll(async () => {
  smtp = await startSmtp(new Ledger())
  appendFileSync(logIn(folder), '')
  await start(before)
  await burn()
}, 60_000)
afterAll(async () => {
  await run?.end('SIGTERM')
  await smtp.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(!real)('a backup, taken beside the running server after a redaction', () => {
  it('holds no word that was redacted before, in no table and no file', async () => {
    was = await everything(before)
    const taken = await fireline(['backup', file, '--json'], envOf(before))
    expect([taken.code, taken.stderr]).toEqual([0, ''])
    expect((await fetch(`${url}/health/ready`)).status).toBe(200)
    const unpacked = await everyByte(file)
    expect(unpacked).toContain('the proxy answers in 2 ms')
    expect(unpacked).not.toContain(secret)
    expect(unpacked).not.toContain(topic)
  })

  it('fills an empty folder; a start on it goes on with everything equal', async () => {
    expect(await run?.end('SIGTERM')).toBe(0)
    const restored = await fireline(['restore', file], envOf(after))
    expect([restored.code, restored.stderr]).toEqual([0, expect.stringContaining('making a database')])
    expect((await fireline(['verify'], envOf(after))).code).toBe(0)
    await start(after)
    const is = await everything(after)
    expect(is.timelines).toEqual(was.timelines)
    expect(is.hashes).toEqual(was.hashes)
    expect(is.contents).toEqual(was.contents)
    expect(is.log).toBe(was.log)
    expect(is.contacts).toEqual(was.contacts)
    expect(is.cast).toBe(was.cast)
    expect(is.pages).toEqual(was.pages)
    expect(is.me).toEqual(was.me)
  })

  it('knows what was answered before it: a retry makes nothing, and the next alert gets the next number', async () => {
    const said = { title: 'Mail is slow', severity: 'sev3', service: 'default' }
    const again = await ana.post<{ number: number }>('/api/v1/incidents', said, 'declared-before')
    expect(again.number).toBe(2)
    const { incident } = await fires('Search is slow')
    expect((await ana.get<Incident>(`/api/v1/incidents/${incident}`)).number).toBe(3)
  })

  it('is refused into a folder that holds something', async () => {
    const refused = await fireline(['restore', file], envOf(before))
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('is not empty')])
  })
})

/** Two incidents with evidence, a page in the runbook, sealed settings, a recording, and a secret that got in and was redacted. */
async function burn(): Promise<void> {
  const where = () => url
  const admin = stubborn(where, adminToken, [])
  const person = { name: 'Ana', role: 'responder', email: 'ana@example.org' }
  const { id } = await admin.post<{ id: string }>('/api/v1/people', person)
  token = (await admin.post<{ token: string }>(`/api/v1/people/${id}/tokens`, { name: 'laptop' })).token
  ana = stubborn(where, token, [])
  const contacts = [{ channel: 'mail' }, { channel: 'ntfy', settings: { server: 'https://ntfy.invalid', topic } }]
  const saved = await fetch(`${url}/api/v1/people/${id}/contacts`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ contacts }),
  })
  expect(saved.status).toBe(200)
  const made = { service: 'default', kind: 'webhook', name: 'test' }
  key = (await admin.post<{ key: string }>('/api/v1/integrations', made)).key
  const { incident } = await fires('Checkout fails')
  const path = `/api/v1/incidents/${incident}`
  const ask = (command: string, body: object = {}) => ana.post<{ entries: Entry[] }>(`${path}/${command}`, body)
  await ask('side-notes', { text: `who pasted ${secret}?` })
  await ask('acknowledge')
  await ask('add-evidence', { source: 'proxy', kind: 'paste', text: 'the proxy answers in 2 ms' })
  await ask('add-evidence', { source: 'config', kind: 'paste', text: `shown in the config: ${secret}` })
  await ask('post-update', { text: `somebody pasted ${secret}`, audience: 'responders' })
  await recorded(incident)
  const words = { evidence: 'E3', text: secret, reason: 'a password was pasted' }
  expect((await ask('redact', words)).entries[0]?.type).toBe('Redacted')
  await ask('resolve', { summary: 'rotated' })
  const draft = await until(async () => (await ana.get<Incident>(path)).drafts[0], 'a draft')
  await ask('accept-page', { draft: draft.id, path: 'shop/checkout.md' })
  await until(async () => (await ana.get<Incident>(path)).drafts[0]?.state === 'accepted', 'the page')
  const second = { title: 'Mail is slow', severity: 'sev3', service: 'default' }
  const { id: other } = await ana.post<Incident>('/api/v1/incidents', second, 'declared-before')
  await ana.post(`/api/v1/incidents/${other}/resolve`)
  await nothingOwed(before)
}

async function fires(title: string): Promise<{ incident: string }> {
  const alert = { title, severity: 'critical', labels: { alertname: title.replaceAll(' ', '') } }
  const { results } = await stubborn(() => url, '', []).post<{ results: { incident: string }[] }>(
    `/intake/${key}`,
    alert,
  )
  return { incident: results[0]?.incident ?? '' }
}

const recording = '01890000-0000-7000-8000-00000000000a'
const cast = `{"version":3,"term":{"cols":80,"rows":24}}\n[0.1,"o","the password is ${secret}\\r\\n"]\n`

/** What a shared terminal would have left. */
const recorded = (incident: string) =>
  onDatabase(before, async client => {
    await client.query(
      `insert into recording (id, incident, terminal, person, at)
       select $1, $2, $1, id, now() from person where name = 'Ana'`,
      [recording, incident],
    )
    await client.query('insert into recording_chunk (recording, from_byte, content) values ($1, 0, $2)', [
      recording,
      Buffer.from(cast),
    ])
  })

const onDatabase = <T>(dataDir: string, work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withDatabase(
    { dataDir },
    () => {},
    async config => {
      const client = new pg.Client(config)
      await client.connect()
      try {
        return await work(client)
      } finally {
        await client.end()
      }
    },
  )

/** All that has to come back, as a client reads it. */
async function everything(dataDir: string) {
  const { incidents } = await ana.get<{ incidents: (Incident & { hash: string })[] }>('/api/v1/incidents')
  const timelines: Entry[][] = []
  const contents: string[] = []
  for (const { id, evidence } of incidents) {
    timelines.push((await ana.get<{ entries: Entry[] }>(`/api/v1/incidents/${id}/timeline?after=0`)).entries)
    for (const one of evidence) contents.push(await textOf(`/api/v1/evidence/${one.id}/content`))
  }
  const me = await once(url, 'GET', '/api/v1/me', { token })
  const log = execFileSync('git', ['-c', 'safe.directory=*', '-C', join(dataDir, 'runbook'), 'log', '-p'], {
    encoding: 'utf8',
  })
  return {
    hashes: incidents.map(({ number, hash }) => [number, hash]),
    timelines,
    contents,
    me,
    log,
    contacts: await ana.get(`/api/v1/people/${me?.answer.id}/contacts`),
    pages: await ana.get(`/api/v1/incidents/${incidents.at(-1)?.id}/pages`),
    cast: await textOf(`/api/v1/recordings/${recording}.cast`),
  }
}

const textOf = async (path: string): Promise<string> =>
  (await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })).text()

/** Every byte of a backup, unpacked by our own reader. */
async function everyByte(path: string): Promise<string> {
  const parts: string[] = []
  for await (const frame of (await openBackup(path)).frames())
    parts.push(frame.letter === 'D' ? frame.data.toString('latin1') : JSON.stringify(frame))
  return parts.join('\n')
}
