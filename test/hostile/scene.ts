import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { expect } from 'vitest'
import { channelCases } from '../contracts/channel-cases.ts'
import type { Ledger } from '../fakes/ledger.ts'
import { type Caller, until, type World } from '../harness.ts'
import type { Json, Known } from './sample.ts'

/** A Fireline with one of everything, so that a body that names something finds it. */
export interface Scene {
  world: World
  ana: Caller
  /** By the name of the field; `@change` stands for the one of the newest incident. */
  known: Known
  /** For the doors that take one instead of a token. */
  apiKey: string
  /** What stands in an address: by its own name, or by its name within this path. */
  inPath(path: string, name: string): string
  /** Bodies that the OpenAPI document leaves open. */
  bodies: Record<string, Json[]>
  /** A fresh incident: what is said in it does not grow without an end. */
  freshIncident(): Promise<void>
}

const importKinds = ['pagerduty', 'opsgenie', 'goalert', 'grafana-oncall']
const exportOf = (kind: string): Json =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../fixtures/imports/${kind}.json`), 'utf8')) as Json

const calendar = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//a//b//EN',
  'BEGIN:VEVENT',
  'UID:1@example.org',
  'DTSTAMP:20260101T000000Z',
  'DTSTART;VALUE=DATE:20260704',
  'DTEND;VALUE=DATE:20260705',
  'SUMMARY:Away',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')

export async function openScene(world: World, ledger?: Ledger): Promise<Scene> {
  const ana = await world.person('Ana', 'admin', 'ana@example.org')
  const ben = await world.person('Ben', 'responder', 'ben@example.org')
  const { admin } = world
  const layers = [{ people: [ana.id, ben.id], every: 'day', handOverAt: '09:00', from: '2026-01-01' }]
  await made(admin.put('/api/v1/schedules/night', { zone: 'Europe/Berlin', layers }))
  await made(admin.put('/api/v1/policies/shop', { steps: [{ afterMs: 0, notify: [{ person: ana.id }] }] }))
  await made(
    admin.put('/api/v1/services/shop', { name: 'Shop', policy: 'shop', stakeholders: [{ email: 'boss@example.org' }] }),
  )
  await made(admin.put('/api/v1/status-pages/shop', { title: 'Shop', components: [{ service: 'shop', name: 'Shop' }] }))
  await made(admin.put('/api/v1/channel-accounts/twilio', accountOf('sms')))
  await made(admin.put('/api/v1/channel-accounts/gateway', accountOf('sms-gateway')))
  const keyOf = async (kind: string) => {
    const asked = { service: 'shop', kind, name: kind }
    return (await made(admin.post<{ id: string; key: string }>('/api/v1/integrations', asked))).body
  }
  const [webhook, form, opsgenie] = [await keyOf('webhook'), await keyOf('report'), await keyOf('opsgenie')]
  const capability = ledger ? await capabilityOf(world, ledger, webhook.key) : 'none'
  const now = Date.now()
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
  const match = [{ name: 'alertname', op: '=', value: 'Disk' }]
  const scene: Scene = {
    world,
    ana,
    apiKey: opsgenie.key,
    known: {
      person: ana.id,
      'people[]': ben.id,
      'ask[]': ben.id,
      schedule: 'night',
      policy: 'shop',
      owner: ana.id,
      service: 'shop',
      'services[]': 'shop',
      'dependsOn[]': 'default',
      twin: 'default',
      zone: 'Europe/Berlin',
      every: 'day',
      handOverAt: '09:00',
      from: at(1),
      to: at(2),
      startsAt: at(1),
      endsAt: at(2),
      untilAt: at(1),
      lastsMs: 60_000,
      severity: 'sev4',
      'days[]': 'mon',
      days: 2,
      basedOn: 0,
      nextUpdateDueAt: at(1),
      at: at(-1),
      ics: calendar,
      team: 'default',
      expiresAt: at(24),
      host: 'db-1.example.org',
      server: '9.9.9.9',
      slug: 'another',
      match,
      matchers: match,
      source: match,
      target: match,
      'equal[]': 'alertname',
      'by[]': 'alertname',
      ca: rootCertificates[0] ?? '',
      steps: [{ afterMs: 0, notify: [{ person: ana.id }] }],
      body: { title: 'x' },
      evidence: '@evidence',
      hypothesis: '@hypothesis',
      suggestion: '@suggestion',
      change: '@change',
      objection: '@objection',
    },
    inPath: (path, name) =>
      inPaths[`${path.split('/')[3]}.${name}`] ?? inPaths[`${path.split('/')[1]}.${name}`] ?? inPaths[name] ?? 'shop',
    bodies: {
      '/report/{key}': [{ says: 'It is slow', since: '5', name: 'Mia', contact: 'mia@example.org' }],
      '/status/{page}/hear': [{ email: 'mia@example.org', severity: 'sev2' }],
      '/a/{capability}/{command}': [{ text: 'We look', audience: 'stakeholders' }],
      '/api/v1/channel-accounts/twilio': [accountOf('sms')],
      '/api/v1/channel-accounts/gateway': [accountOf('sms-gateway')],
      '/api/v1/people/{person}/contacts': Object.entries(channelCases).map(([channel, of]) => ({
        contacts: [{ channel, settings: of('https://push.example.org').settings as Json }],
      })),
      '/api/v1/people/{person}/contacts/ntfy': [{ server: 'https://ntfy.example.org', token: 'tk_0123456789' }],
      '/api/v1/people/{person}/contacts/webhook': [{ url: 'https://hook.example.org/in' }],
      '/api/v1/people/{person}/rules': [
        {
          zone: 'Europe/Berlin',
          steps: [{ channel: 'mail', afterMs: 0 }],
          quiet: [{ days: ['mon'], from: '22:00', to: '06:00' }],
        },
      ],
      ...Object.fromEntries(
        importKinds.flatMap(kind =>
          ['', '/try'].map(end => [`/api/v1/import/${kind}${end}`, [{ exported: exportOf(kind), addPeople: true }]]),
        ),
      ),
      '/api/v1/schedules/{slug}': [
        { zone: 'Europe/Berlin', layers, overrides: [{ person: ana.id, from: at(1), to: at(2), reason: 'away' }] },
      ],
      '/api/v1/incidents/{incident}/call-in': [{ team: 'default' }, { people: [ben.id] }],
      '/api/v1/incidents/{incident}/page': [{ person: ana.id }, { schedule: 'night' }],
      '/api/v1/incidents/{incident}/offer-lead': [{ to: ben.id }],
      '/api/v1/incidents/{incident}/give-keyboard': [{ to: ben.id, terminal: 'main' }],
      '/api/v1/incidents/{incident}/object': [{ to: '@suggestion', reason: 'it is the other one' }],
      '/api/v1/incidents/{incident}/known-issue': [{ says: 'the pool again' }],
      '/api/v1/incidents/{incident}/merge-into': [{ incident: '@incident' }],
      '/api/v1/incidents/{incident}/redact': [
        { evidence: '@evidence', reason: 'a password' },
        { entry: '@evidence', text: 'y', reason: 'x' },
      ],
      '/api/v1/incidents/{incident}/add-evidence': [
        {
          source: 'db-1',
          kind: 'command',
          text: 'full',
          from: at(-1),
          to: at(0),
          exitCode: 1,
          command: 'df',
          hypothesis: '@hypothesis',
          stance: 'for',
        },
      ],
      '/api/v1/resources/{slug}': [
        { kind: 'folder', path: '/etc/shop' },
        { kind: 'postgres', url: 'postgres://backup@db-1/shop' },
      ],
      '/api/v1/stand-bys/{slug}': [
        { driver: 'caddy', service: 'default', admin: 'http://127.0.0.1:1', handler: 'shop', server: 'db-1:80' },
        { driver: 'haproxy', service: 'default', socket: '/none', backend: 'app', server: 'stand' },
      ],
      '/api/v1/stand-bys/{slug}/dry-run': [{ share: 5 }],
      '/api/v1/silences': [{ kind: 'silence', matchers: match, reason: 'we know', lastsMs: 60_000 }],
      '/v2/alerts': [opsgenieAlert],
      '/intake/{key}/v2/alerts': [opsgenieAlert],
      '/v2/enqueue': [
        { routing_key: webhook.key, event_action: 'trigger', payload: { summary: 'x', source: 'y', severity: 'info' } },
      ],
    },
    async freshIncident() {
      const { body } = await made(
        ana.post<{ id: string }>('/api/v1/incidents', { title: 'A fire', severity: 'sev4', service: 'shop' }),
      )
      const path = `/api/v1/incidents/${body.id}`
      await ana.post(`${path}/acknowledge`)
      const thing = async (command: string, asked: Json, event: string) => {
        const { body: answer } = await made(
          ana.post<{ entries: { data: Record<string, string> }[] }>(`${path}/${command}`, asked),
        )
        const id = answer.entries[0]?.data[event]
        if (id) inPaths[event] = id
      }
      inPaths['incident'] = body.id
      await thing('add-evidence', { source: 'x', kind: 'paste', text: 'y' }, 'evidence')
      await thing('propose-hypothesis', { statement: 'the pool' }, 'hypothesis')
      await thing('suggest', { text: 'look', why: 'it is full' }, 'suggestion')
      const change = {
        what: 'a restart',
        intent: 'mitigation',
        kind: 'simple',
        touches: ['dir:/etc/shop'],
        restsOn: { symptom: 'slow' },
      }
      await thing('propose-change', change, 'change')
      await thing('object', { to: inPaths['suggestion'] ?? '', reason: 'not now' }, 'objection')
    },
  }
  const inPaths: Record<string, string> = {
    person: ana.id,
    key: form.key,
    'intake.key': opsgenie.key,
    capability,
    command: 'post-update',
    page: 'shop',
    kind: 'pagerduty',
    'integrations.id': webhook.id,
    'report-forms.id': form.id,
    'schedules.slug': 'night',
    'channel-accounts.kind': 'twilio',
    step: 'alert',
    rule: 'cause-without-evidence',
    name: 'mine',
    channel: 'ntfy',
    source: 'calendar',
  }
  await scene.freshIncident()
  return scene
}

const opsgenieAlert = {
  message: 'disk',
  alias: 'disk',
  description: 'full',
  entity: 'db-1',
  source: 'x',
  tags: ['a'],
  details: { a: 'b' },
}

const accountOf = (kind: string) => channelCases[kind]?.('https://sms.example.org').account as Json

async function made<T extends { status: number; body: unknown }>(asked: Promise<T>): Promise<T> {
  const answer = await asked
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer
}

/** The link of a page that was sent. */
async function capabilityOf({ url }: World, ledger: Ledger, key: string): Promise<string> {
  const body = JSON.stringify({ title: 'It burns', severity: 'critical' })
  await fetch(`${url}/intake/${key}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  return until(() => ledger.links().flatMap(one => /\/a\/([\w-]+)/.exec(one)?.[1] ?? [])[0], 'the page of Ana')
}
