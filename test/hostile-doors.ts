import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { senderKinds } from '../src/server/dialects.ts'
import type { AlertShown } from '../src/store/alerts.ts'
import { until, type World } from './harness.ts'

export interface HostileText {
  id: string
  text: string
}

/** Bytes that claim to be JSON. */
export interface HostileBody {
  id: string
  body: Uint8Array
  /** What a parser that keeps to the standard does with it. */
  is?: 'json' | 'broken'
}

interface Key {
  id: string
  kind: string
  key: string
}

/** The doors of a Fireline: its paths, and keys of these kinds. */
export interface Doors {
  world: World
  keys: Map<string, Key>
}

export async function openDoors(world: World, kinds: readonly string[] = senderKinds): Promise<Doors> {
  const keys = new Map<string, Key>()
  for (const kind of kinds) keys.set(kind, await newKey(world, kind))
  return { world, keys }
}

async function newKey(world: World, kind: string): Promise<Key> {
  const made = await world.admin.post<Key>('/api/v1/integrations', { service: 'default', kind, name: kind })
  expect(made.status).toBe(201)
  return { ...made.body, kind }
}

/** A door that keeps a text: where it is sent, and what is shown of it. */
interface TextDoor {
  name: string
  path(key: string): string
  body(text: string, id: string, key: string): unknown
  shown(alert: AlertShown): (string | undefined)[]
}

const alertOf = (text: string, id: string) => ({
  labels: { alertname: 'Hostile', severity: 'info', case: id },
  annotations: { summary: text },
})

const textDoors: readonly TextDoor[] = [
  {
    name: 'plain',
    path: key => `/intake/${key}`,
    body: (text, id) => ({
      title: text,
      severity: 'info',
      labels: { case: id, note: text },
      annotations: { say: text },
    }),
    shown: ({ title, labels, annotations }) => [title, labels['note'], annotations['say']],
  },
  {
    name: 'webhook',
    path: key => `/intake/${key}`,
    body: (text, id) => ({ version: '4', alerts: [{ ...alertOf(text, id), status: 'firing' }] }),
    shown: ({ title, annotations }) => [title, annotations['summary']],
  },
  {
    name: 'Alertmanager v2',
    path: key => `/intake/${key}/api/v2/alerts`,
    body: (text, id) => [alertOf(text, id)],
    shown: ({ title, annotations }) => [title, annotations['summary']],
  },
  {
    name: 'PagerDuty v2',
    path: () => '/v2/enqueue',
    body: (text, id, routing_key) => ({
      routing_key,
      event_action: 'trigger',
      payload: { summary: text, source: text, severity: 'info', custom_details: { case: id, note: text } },
    }),
    shown: ({ title, labels }) => [title, labels['source'], labels['note']],
  },
  {
    name: 'PagerDuty v1',
    path: () => '/generic/2010-04-15/create_event.json',
    body: (text, id, service_key) => ({
      service_key,
      event_type: 'trigger',
      description: text,
      details: { severity: 'info', case: id, note: text },
    }),
    shown: ({ title, labels }) => [title, labels['note']],
  },
]

/** The texts through each door that keeps them: refused with a reason, or shown letter by letter. Answers how many were kept. */
export async function textsComeBack({ world }: Doors, cases: readonly HostileText[]): Promise<number> {
  let kept = 0
  for (const door of textDoors)
    for (let from = 0; from < cases.length; from += 500) {
      const key = await newKey(world, 'alertmanager')
      const some = cases.slice(from, from + 500)
      const isKept = await eachOf(some, async ({ id, text }) => {
        const status = await isAnswered(world, door.path(key.key), JSON.stringify(door.body(text, id, key.key)))
        return status < 300
      })
      const alerts = await alertsOf(world, key, isKept.filter(Boolean).length)
      const byCase = new Map(alerts.map(alert => [alert.labels['case'], alert]))
      some.forEach(({ id, text }, i) => {
        const alert = byCase.get(id)
        expect(alert !== undefined, `${door.name} ${id}`).toBe(isKept[i])
        if (!alert) return
        kept += 1
        const shown = door.shown(alert).filter(one => one !== undefined)
        // What has nothing to see is no title: the alert's name stands there.
        if (text.trim() !== '') expect(new Set(shown), `${door.name} ${id}`).toEqual(new Set([text]))
      })
    }
  return kept
}

/** Once so many are there: thousands may have been taken before them and wait their turn. */
const alertsOf = (world: World, { id }: Key, many: number): Promise<AlertShown[]> =>
  until(
    async () => {
      const { alerts } = (await world.admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?integration=${id}`)).body
      return alerts.length >= many && alerts
    },
    `${many} alerts to be applied`,
    120_000,
  )

/** The texts where a text is no alert's words: keys, identities, filters, silences, changes. */
export async function textsElsewhere({ world, keys }: Doors, cases: readonly HostileText[]): Promise<void> {
  const key = keys.get('alertmanager')?.key ?? ''
  const silence = { startsAt: inAnHour(0), endsAt: inAnHour(1), createdBy: 'x', comment: 'x' }
  await eachOf(cases, async ({ text }) => {
    // Longer addresses are refused before anything here sees them.
    const said = encodeURIComponent(text.slice(0, 300).toWellFormed())
    for (const query of [`filter=${said}`, `filter=a%3D${said}`, `filter=a%3D~${said}`, `receiver=${said}`])
      await isAnswered(world, `/intake/${key}/api/v2/alerts?${query}`)
    // Dots are taken out of an address before it is sent.
    if (!/^\.*$/.test(text)) expect(await isAnswered(world, `/intake/${said}/receipts/${said}`)).toBe(404)
    const bodies: [string, unknown][] = [
      [
        `/intake/${key}`,
        { title: 'x', severity: 'info', fingerprint: text, service: text, status: text, startedAt: text },
      ],
      [`/intake/${key}`, { title: 'x', severity: 'info', [text]: text, labels: { [text]: text } }],
      [
        `/intake/${key}/api/v2/alerts`,
        [{ labels: { alertname: 'x', severity: 'info', [text]: text }, generatorURL: text }],
      ],
      [`/intake/${key}/api/v2/silences`, { ...silence, matchers: [{ name: 'a', value: text, isRegex: true }] }],
      [
        `/intake/${key}/api/v2/silences`,
        { ...silence, comment: text, matchers: [{ name: 'a', value: text, isRegex: false }] },
      ],
      ['/v2/enqueue', { routing_key: text, event_action: 'trigger' }],
      ['/v2/enqueue', { routing_key: key, event_action: text, dedup_key: text }],
      ['/v2/enqueue', { routing_key: key, event_action: 'resolve', dedup_key: text, payload: { timestamp: text } }],
      ['/v2/change/enqueue', { routing_key: key, payload: { summary: text, source: text }, links: [{ href: text }] }],
    ]
    for (const [path, body] of bodies) await isAnswered(world, path, JSON.stringify(body))
  })
}

/** Each sender's own form with one of its texts made hostile, another one for each case. */
export async function textsInEveryForm({ world, keys }: Doors, cases: readonly HostileText[]): Promise<void> {
  for (const [kind, { firing, headers }] of forms()) {
    const leaves = leavesOf(firing)
    const key = keys.get(kind)?.key
    if (key === undefined) continue
    await eachOf(cases, async ({ text }, i) => {
      const body = withLeaf(firing, leaves[i % leaves.length] ?? [], text)
      await isAnswered(world, `/intake/${key}`, JSON.stringify(body), headers)
    })
  }
}

/** Bodies as they are to every door: what is no JSON is refused everywhere, and inside an alert's unknown field JSON is taken. */
export async function bodiesAreAnswered({ world, keys }: Doors, cases: readonly HostileBody[]): Promise<void> {
  const key = keys.get('alertmanager')?.key ?? ''
  const paths = ['/v2/enqueue', '/v2/change/enqueue', '/generic/2010-04-15/create_event.json']
  const below = ['alerts', 'silences'].map(path => `/intake/${key}/api/v2/${path}`)
  const doors = [...paths, ...below, ...[...keys.values()].map(one => `/intake/${one.key}`)]
  await eachOf(cases, async ({ id, body, is }) => {
    for (const door of doors) {
      const status = await isAnswered(world, door, body)
      if (is === 'broken') expect([400, 413], `${id} at ${door}`).toContain(status)
    }
    const inside = Buffer.concat([Buffer.from('{"title":"x","severity":"info","extra":'), body, Buffer.from('}')])
    const status = await isAnswered(world, `/intake/${keys.get('webhook')?.key}`, inside)
    if (is === 'json') expect(status, `${id} inside an alert`).toBe(202)
  })
}

/** Nothing of all that reached what every object inherits, and nothing was our own failure. */
export function nothingBroke({ world }: Doors): void {
  expect(Object.keys(Object.prototype).concat(Object.keys(Array.prototype))).toEqual([])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect(world.errors).toEqual([])
}

/** Taken, or refused with words and the name of the field; never a failure of ours, and soon. */
async function isAnswered(
  world: World,
  path: string,
  body?: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<number> {
  const sent =
    body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : new Uint8Array(body).buffer }
  const response = await fetch(world.url + path, { ...sent, headers, signal: AbortSignal.timeout(10_000) })
  const text = await response.text()
  const said = `${path.slice(0, 200)}: ${response.status} ${text.slice(0, 300)} for ${String(body).slice(0, 200)}`
  expect(response.status, said).toBeLessThan(500)
  if (response.status >= 400) expect(reasonIn(JSON.parse(text)), said).toMatch(/\S/)
  if (response.status === 400) expect(text, said).toMatch(/"path":|^".+: |'\S+': |"The body |"This should be |"At most/)
  return response.status
}

const reasonIn = (body: unknown): string =>
  typeof body === 'string' ? body : ((body as { error?: { message?: string } }).error?.message ?? '')

/** A few at a time, in their order. */
async function eachOf<T, R>(cases: readonly T[], ask: (one: T, i: number) => Promise<R>, atOnce = 6): Promise<R[]> {
  const answers: R[] = []
  let next = 0
  const work = async () => {
    for (let i = next++; i < cases.length; i = next++) answers[i] = await ask(cases[i] as T, i)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return answers
}

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
type Path = readonly (string | number)[]

function forms(): [string, { firing: Json; headers?: Record<string, string> }][] {
  const folder = join(import.meta.dirname, 'fixtures/senders')
  return readdirSync(folder).map(name => [
    name.replace('.json', ''),
    JSON.parse(readFileSync(join(folder, name), 'utf8')) as { firing: Json; headers?: Record<string, string> },
  ])
}

function leavesOf(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]))
}

function withLeaf(value: Json, [name, ...rest]: Path, text: string): Json {
  if (name === undefined || typeof value !== 'object' || value === null) return text
  if (Array.isArray(value)) return value.map((one, i) => (i === Number(name) ? withLeaf(one, rest, text) : one))
  return { ...value, [name]: withLeaf(value[name] ?? null, rest, text) }
}

const inAnHour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
