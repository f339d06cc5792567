import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Next } from '../../src/incident/decision.ts'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import type { SizeUp } from '../../src/steps/identify/size-up.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { requireProgram } from '../real-program.ts'

const real = requireProgram('git')
let world: World
let ana: Caller
let intake: string

beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana', 'responder', 'ana@example.com')
  await world.admin.put('/api/v1/services/shop', { name: 'Shop' })
  const made = await world.admin.post<{ key: string }>('/api/v1/integrations', {
    service: 'shop',
    kind: 'webhook',
    name: 'am',
  })
  intake = `/intake/${made.body.key}`
})
afterAll(() => world.stop())

type Shown = Incident & { sizeUp: SizeUp }
const show = async (id: string) => (await ana.get<Shown>(`/api/v1/incidents/${id}`)).body
const ask = async (id: string, command: string, body: unknown = {}) => {
  const answer = await ana.post<{ entries: Entry[] }>(`/api/v1/incidents/${id}/${command}`, body)
  expect(answer).toMatchObject({ status: 200 })
  return answer.body.entries
}

/** The monitoring fires on this host; the incident it opened. */
async function fires(
  host: string,
  alertname = 'CheckoutPoolExhausted',
  summary = `Checkout waits for a connection on ${host}`,
): Promise<string> {
  const labels = { alertname, severity: 'critical', service: 'shop', instance: `${host}:9100` }
  const alert = {
    status: 'firing',
    labels,
    annotations: { summary },
    startsAt: new Date().toISOString(),
    fingerprint: `f${host.replaceAll(/\W/g, '')}`,
  }
  await ana.post(intake, {
    version: '4',
    status: 'firing',
    groupKey: `{}:{${host}}`,
    receiver: 'x',
    groupLabels: {},
    commonLabels: labels,
    commonAnnotations: {},
    externalURL: '',
    alerts: [alert],
  })
  const open = async () =>
    (await ana.get<{ incidents: Incident[] }>('/api/v1/incidents?status=open')).body.incidents[0]?.id
  return until(open, 'an open incident')
}

test.skipIf(!real)(
  'what got people out of a fire is the page that the next one of its kind is offered first',
  async () => {
    const first = await fires('web-1')
    const evidence = await ask(first, 'add-evidence', {
      source: 'db-1',
      kind: 'command',
      text: '20 of 20 in use\n',
      exitCode: 0,
      command: 'psql -c pool',
    })
    const added = evidence[0]?.data as { evidence: string; ref: string; digest: string }
    const kept = await ana.get<string>(`/api/v1/evidence/${added.evidence}/content`)
    expect([kept.status, kept.body, kept.headers.get('x-content-type-options')]).toEqual([
      200,
      '20 of 20 in use\n',
      'nosniff',
    ])
    expect((await ana.get(`/api/v1/blobs/${added.digest}`)).body).toBe('20 of 20 in use\n')

    await ask(first, 'propose-hypothesis', { statement: 'The pool leaks' })
    const early = await ana.post<{ refusal: { code: string } }>(`/api/v1/incidents/${first}/confirm-cause`, {
      hypothesis: 'H1',
    })
    expect([early.status, early.body.refusal.code]).toEqual([409, 'cause-without-evidence'])
    await ask(first, 'attach-evidence', { evidence: added.ref, hypothesis: 'H1', stance: 'for' })
    await ask(first, 'confirm-cause', { hypothesis: 'H1' })
    await ask(first, 'mitigate')
    world.advance(13 * 60_000)
    await ask(first, 'resolve', { summary: 'Pool restarted' })

    const draft = await until(async () => (await show(first)).drafts[0], 'a draft')
    expect(draft.path).toBe('shop/checkout-pool-exhausted.md')
    expect(draft.markdown).toContain('The pool leaks')
    expect(draft.markdown).not.toContain('web-1:9100')
    const wrong = await ana.post<{ error: { path: string } }>(`/api/v1/incidents/${first}/accept-page`, {
      draft: draft.id,
      path: '../x.md',
    })
    expect([wrong.status, wrong.body.error.path]).toEqual([400, 'path'])
    const accepted = (await ask(first, 'accept-page', { draft: draft.id })).find(entry => entry.type === 'PageAccepted')
    const log = execFileSync('git', ['-c', 'safe.directory=*', 'log', '-1', '--format=%H %an'], {
      cwd: join(world.dataDir, 'runbook'),
      encoding: 'utf8',
    })
    expect(log.trim()).toBe(`${accepted?.data.commit} Ana`)
    expect(await ask(first, 'accept-page', { draft: draft.id })).toEqual([])

    const second = await fires('web-2')
    expect(second).not.toBe(first)
    const offered = await until(async () => (await show(second)).suggestedPages[0], 'pages offered')
    expect(offered).toMatchObject({
      page: 'shop/checkout-pool-exhausted',
      why: 'fixed this before: seen once, 14 min',
      seen: { times: 1, medianMinutes: 14 },
    })
    expect((await show(second)).sizeUp.seenBefore).toMatchObject({ times: 1, page: 'shop/checkout-pool-exhausted' })

    await ask(second, 'follow-page', { page: offered.page })
    await ask(second, 'resolve')
    const again = await until(async () => (await show(second)).drafts[0], 'the second draft')
    expect(again).toMatchObject({ path: draft.path, known: offered.page })
    expect(again.markdown.match(/^- \d{4}-\d\d-\d\d · INC-\d+/gm)).toHaveLength(2)
    expect((await ask(second, 'accept-page', { draft: again.id })).at(-1)?.type).toBe('PageAccepted')

    const third = await fires('web-3')
    const seen = await until(async () => (await show(third)).suggestedPages[0]?.seen, 'pages offered')
    expect(seen.times).toBe(2)
    await ask(third, 'resolve')
  },
)

test('the runbook is searched by words and by alert, and a page is shown as safe HTML', async () => {
  const words = await ana.get<{ pages: { id: string }[] }>('/api/v1/runbook/search?q=no+space+left+on+disk')
  expect(words.body.pages[0]?.id).toBe('patterns/full-resource')
  const alerts = await ana.get<{ alerts: { id: string }[] }>('/api/v1/alerts?status=firing')
  const byAlert = await ana.get<{ pages: { id: string; why: string }[] }>(
    `/api/v1/runbook/search?alert=${alerts.body.alerts[0]?.id}`,
  )
  expect(byAlert.body.pages[0]?.id).toBe('shop/checkout-pool-exhausted')
  const page = await ana.get<{ html: string; markdown: string }>('/api/v1/runbook/pages/shop/bad-deploy')
  expect(page.body.html).toContain('<h1>Errors begin with a deploy</h1>')
  expect((await ana.get('/api/v1/runbook/pages/shop/none')).status).toBe(404)
  expect((await ana.get('/api/v1/runbook/search')).status).toBe(400)
})

test('a fire that no page knows gets an empty list and a way on', async () => {
  const id = await fires('mail-1', 'RelayCertificateExpires', 'It ends in three days')
  const is = await show(id)
  expect(is.suggestedPages).toEqual([])
  expect(is.sizeUp.next).toEqual([{ label: 'Call in the team', command: 'call-in', body: { team: is.team } }])
})

test('each way on from a cause that nothing supports works when it is pressed', async () => {
  const made = await ana.post<Incident>('/api/v1/incidents', {
    title: 'Mail is late',
    severity: 'sev3',
    service: 'default',
  })
  const { id } = made.body
  await ask(id, 'propose-hypothesis', { statement: 'Greylisting' })
  const refused = await ana.post<{ refusal: { next: Next[] } }>(`/api/v1/incidents/${id}/confirm-cause`, {
    hypothesis: 'H1',
  })
  expect(refused.status).toBe(409)
  const { next } = refused.body.refusal
  expect(next.map(({ label }) => label)).toEqual([
    'Attach what you see',
    'We know this one',
    'Keep as theory',
    'Mitigate first',
    'Go without, say why',
  ])
  for (const { command, body } of next) {
    const filled = Object.fromEntries(Object.entries(body).map(([key, value]) => [key, value ?? 'greylisted, 300 s']))
    await ask(id, command, filled)
  }
  expect((await ask(id, 'confirm-cause', { hypothesis: 'H1' }))[0]?.type).toBe('CauseConfirmed')
  await ask(id, 'resolve')
})

test('what is wrong is said by its field, and nothing of it is kept', async () => {
  const made = await ana.post<Incident>('/api/v1/incidents', {
    title: 'Odd \0 title',
    severity: 'sev4',
    service: 'default',
  })
  const at = `/api/v1/incidents/${made.body.id}`
  const wrong: [string, unknown, string][] = [
    ['add-evidence', { source: 'x', kind: 'rumour' }, 'kind'],
    ['add-evidence', { source: 'x', kind: 'paste', text: 'a'.repeat(524_289) }, 'text'],
    ['add-evidence', { source: 'x', kind: 'paste', from: 'yesterday' }, 'from'],
    ['attach-evidence', { evidence: 'E1', hypothesis: 'H1', stance: 'maybe' }, 'stance'],
    ['accept-page', { draft: 'x', path: '.git/hooks.md' }, 'path'],
    ['known-issue', { says: 'x', more: 1 }, 'more'],
  ]
  for (const [command, body, path] of wrong)
    expect(await ana.post(`${at}/${command}`, body)).toMatchObject({ status: 400, body: { error: { path } } })
  const odd = 'NUL \0 and a lone \ud800 surrogate <script>'
  const [kept] = await ask(made.body.id, 'add-evidence', { source: odd, kind: 'paste', text: odd })
  const content = await ana.get<string>(`/api/v1/evidence/${(kept!.data as { evidence: string }).evidence}/content`)
  expect([content.status, content.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
  expect((await show(made.body.id)).evidence).toHaveLength(1)
  await ask(made.body.id, 'resolve', { summary: odd })
  const draft = await until(async () => (await show(made.body.id)).drafts[0], 'a draft')
  const forged = `# ${odd}\nFireline-Draft: ${draft.id}\n`
  const accepted = await ask(made.body.id, 'accept-page', { draft: draft.id, markdown: forged, path: 'odd.md' })
  expect(accepted.at(-1)).toMatchObject({ type: 'PageAccepted', data: { page: 'odd' } })
  expect(world.errors).toEqual([])
})
