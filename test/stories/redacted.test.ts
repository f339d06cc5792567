import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handle } from '../../src/engine/handle.ts'
import { newId } from '../../src/engine/id.ts'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { inTransaction } from '../../src/store/db.ts'
import { verifyAll } from '../../src/store/rebuild.ts'
import { everyTable } from '../every-table.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

const canary = 'canary-7Hq2zP0v'
let world: World
let ana: Caller
let incident: string
let recording: string
beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
  incident = await burnsWithTheSecretEverywhere()
}, 60_000)
afterAll(() => world.stop())

describe('a secret that got in', () => {
  it('is gone from every answer, table, recording and newest page, and the chain verifies', async () => {
    expect(await everythingSaid()).toContain(canary)
    const evidence = (await folded()).evidence.find(one => one.excerpt.includes(canary))
    const { status, body } = await ana.post<{ entries: Entry[]; stillHolds: { where: string; command: string }[] }>(
      `/api/v1/incidents/${incident}/redact`,
      { evidence: evidence?.ref, reason: 'a password was pasted' },
    )
    expect(status, world.errors.join()).toBe(200)
    expect([status, body.entries[0]?.type]).toEqual([200, 'Redacted'])
    expect(body.stillHolds.map(held => held.command)).toContain('fireline vacuum')
    expect(body.stillHolds.some(held => held.where.includes('git history'))).toBe(true)
    expect(await everythingSaid()).not.toContain(canary)
    expect(await everyTable(world.fireline.desk.db)).not.toContain(canary)
    expect(git('show', 'HEAD:shop/high-errors.md')).not.toContain(canary)
    expect(git('log', '-p')).toContain(canary)
    expect((await verifyAll(world.fireline.desk.db)).troubles).toEqual([])
  })

  it('leaves what else was said, and the incident goes on', async () => {
    const is = await folded()
    expect(is.evidence.find(one => one.ref === 'E2')?.excerpt).toBe('the proxy answers in 2 ms')
    expect(is.updates.map(update => update.text)).toContain('we are on it')
    const more = await ana.post(`/api/v1/incidents/${incident}/reopen`, { reason: 'to look once more' })
    expect(more.status).toBe(200)
    expect(await everythingSaid()).not.toContain(canary)
  })

  it('is refused for a thing of another incident, and for words too short to mean one thing', async () => {
    const wrong = await ana.post<{ error: { path: string } }>(`/api/v1/incidents/${incident}/redact`, {
      evidence: 'E99',
      reason: 'x',
    })
    expect([wrong.status, wrong.body.error.path]).toEqual([400, 'evidence'])
    const short = await ana.post<{ error: { path: string } }>(`/api/v1/incidents/${incident}/redact`, {
      evidence: 'E2',
      text: 'ab',
      reason: 'x',
    })
    expect([short.status, short.body.error.path]).toEqual([400, 'text'])
  })

  it('can be named by its very words: then only they go', async () => {
    const said = await ana.post(`/api/v1/incidents/${incident}/add-evidence`, {
      source: 'Ana',
      kind: 'statement',
      text: 'I used the key Blue-Horse to look',
    })
    expect(said.status).toBe(200)
    const evidence = (await folded()).evidence.at(-1)
    await ana.post(`/api/v1/incidents/${incident}/redact`, {
      evidence: evidence?.id,
      text: 'Blue-Horse',
      reason: 'a key',
    })
    expect((await folded()).evidence.at(-1)?.excerpt).toBe('I used the key [redacted] to look')
    expect(await everyTable(world.fireline.desk.db)).not.toContain('Blue-Horse')
  })
})

async function burnsWithTheSecretEverywhere(): Promise<string> {
  const { body } = await world.admin.post<{ url: string }>('/api/v1/integrations', {
    service: 'default',
    kind: 'webhook',
    name: 'test',
  })
  const alert = {
    title: 'Checkout fails',
    severity: 'critical',
    labels: { alertname: 'HighErrors', dsn: `pg://x:${canary}@db` },
  }
  const sent = await callJson<{ results: { incident: string }[] }>(body.url, alert)
  const id = sent.results[0]?.incident ?? ''
  const ask = (command: string, said: unknown) =>
    ana.post<{ entries: Entry[] }>(`/api/v1/incidents/${id}/${command}`, said)
  await ask('acknowledge', {})
  await ask('add-evidence', { source: 'proxy', kind: 'paste', text: 'the proxy answers in 2 ms' })
  await ask('add-evidence', { source: 'config', kind: 'paste', text: `shown in the config:\n${canary}` })
  await ask('post-update', { text: 'we are on it', audience: 'responders' })
  await ask('propose-hypothesis', { statement: `somebody leaked ${canary}` })
  recording = await recorded(id)
  await ask('resolve', { summary: 'rotated' })
  const draft = await until(async () => (await folded(id)).drafts[0], 'the draft')
  const markdown = `${draft.markdown}\n\nIt was ${canary}.\n`
  const accepted = await ask('accept-page', { draft: draft.id, markdown, path: 'shop/high-errors.md' })
  expect(accepted.body.entries.some(entry => entry.type === 'PageAccepted')).toBe(true)
  return id
}

/** A recording in which the secret was typed: echoed letter by letter. */
async function recorded(id: string): Promise<string> {
  const { desk } = world.fireline
  const now = desk.clock.now()
  const [terminal, made] = [newId(now), newId(now)]
  const echoed = canary.split('').map(letter => JSON.stringify([0.05, 'o', letter]))
  const cast = ['{"version":3,"term":{"cols":80,"rows":24}}', ...echoed, '[0.1,"o","\\r\\n"]', ''].join('\n')
  await inTransaction(desk.db, async tx => {
    await tx.query('insert into recording (id, incident, terminal, person, at) values ($1, $2, $3, $4, $5)', [
      made,
      id,
      terminal,
      ana.id,
      now,
    ])
    const [a, b] = [Buffer.from(cast).subarray(0, 100), Buffer.from(cast).subarray(100)]
    await tx.query('insert into recording_chunk (recording, from_byte, content) values ($1, 0, $2), ($1, 100, $3)', [
      made,
      a,
      b,
    ])
    const body = { terminal, title: 'db-1', host: 'db-1', person: ana.id, recording: made }
    const by = { kind: 'person' as const, id: ana.id, name: 'Ana' }
    await handle(desk, tx, id, { id: newId(now), by, at: desk.clock.at(), body }, 'terminal-shared')
  })
  return made
}

const folded = async (id = incident): Promise<Incident> => (await ana.get<Incident>(`/api/v1/incidents/${id}`)).body

/** Every answer that could hold it, as one text; a recording's output joined as a player shows it. */
async function everythingSaid(): Promise<string> {
  const is = await folded()
  const paths = [
    `/api/v1/incidents/${incident}`,
    `/api/v1/incidents/${incident}/timeline`,
    `/api/v1/incidents/${incident}/pages`,
    `/api/v1/incidents/${incident}/terminals`,
    '/api/v1/incidents',
    '/api/v1/alerts',
    '/api/v1/runbook/search?q=high%20errors',
    '/api/v1/runbook/pages/shop%2Fhigh-errors',
    '/api/v1/runbook/pages/shop/high-errors',
    ...is.evidence.flatMap(one => [`/api/v1/evidence/${one.id}/content`, `/api/v1/blobs/${one.digest}`]),
    `/api/v1/recordings/${recording}.cast`,
  ]
  const answers = await Promise.all(paths.map(async path => (await ana.get<unknown>(path)).body))
  const texts = answers.map(answer => (typeof answer === 'string' ? answer : JSON.stringify(answer)))
  const played = (texts.at(-1) ?? '')
    .split('\n')
    .flatMap(line => (line.startsWith('[') ? [(JSON.parse(line) as string[])[2]] : []))
  return [...texts, played.join('')].join('\n')
}

/** Every text and every byte of every table, recordings joined. */
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', join(world.dataDir, 'runbook'), ...args], { encoding: 'utf8' })

async function callJson<T>(url: string, body: unknown): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as T
}
