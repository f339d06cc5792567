import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Caller, startWorld, until, type World } from '../../test/harness.ts'
import type { Entry } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'

let world: World
let ana: Caller
beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana', 'responder')
  for (const slug of ['checkout', 'search', 'mail', 'busy', 'taken'])
    await world.admin.put(`/api/v1/services/${slug}`, { name: slug === 'checkout' ? 'Checkout <b>' : slug })
})
afterAll(() => world.stop())

async function formFor(service: string): Promise<{ id: string; url: string; key: string }> {
  const { body } = await world.admin.post<{ id: string; url: string; key: string }>('/api/v1/integrations', {
    service,
    kind: 'report',
    name: `${service} page`,
  })
  return body
}

const say = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

async function sendForm(url: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const page = await (await fetch(url)).text()
  const form = /name="form" value="([^"]+)"/.exec(page)?.[1] ?? ''
  return fetch(url, { method: 'POST', headers, body: new URLSearchParams({ form, ...fields }) })
}

async function openOn(service: string): Promise<Incident[]> {
  const { body } = await world.admin.get<{ incidents: Incident[] }>('/api/v1/incidents?status=open')
  return body.incidents.filter(incident => incident.service === service)
}

/** What time brought is done. */
async function nothingIsDue(): Promise<void> {
  const { db, clock } = world.fireline.desk
  const due = `select 1 from obligation where state = 'owed' and due_at <= $1`
  await until(async () => (await db.query(due, [clock.now()])).rowCount === 0, 'nothing to be due')
}

const whole = async (id: string) => (await ana.get<Incident>(`/api/v1/incidents/${id}`)).body
const entriesOf = async (id: string) =>
  (await ana.get<{ entries: Entry[] }>(`/api/v1/incidents/${id}/timeline`)).body.entries

it('fourteen customers are one piece of evidence that counts, and who they are stands on no timeline', async () => {
  const { url } = await formFor('checkout')
  expect(await openOn('checkout')).toEqual([])
  const first = await sendForm(url, {
    says: 'Cannot pay!',
    since: '30',
    name: 'Zoë',
    contact: 'zoe@example.org',
    website: '',
  })
  expect(first.status).toBe(200)
  const thanks = await first.text()
  expect(thanks).toContain('Thank you')
  expect(thanks).toContain('Checkout &lt;b&gt;')
  const [incident] = await openOn('checkout')
  expect(incident).toMatchObject({ title: 'Cannot pay!', severity: 'sev3', openedBy: 'person' })
  for (let n = 0; n < 13; n++)
    await say(url, { says: n < 8 ? 'cannot pay' : `error ${n}`, contact: `c${n}@example.org` })
  world.advance(6_000)
  const id = incident?.id ?? ''
  const is = await until(async () => {
    const now = await whole(id)
    return now.evidence[0]?.reports?.count === 14 ? now : undefined
  }, 'all fourteen to be told')
  expect(is.evidence).toMatchObject([{ ref: 'E1', kind: 'report', reports: { count: 14, says: 'Cannot pay!' } }])
  const told = (await entriesOf(id)).filter(entry => entry.type === 'EvidenceAdded')
  expect(told.map(entry => entry.type === 'EvidenceAdded' && entry.data.reports?.count)).toEqual([1, 14])
  expect(JSON.stringify(await entriesOf(id))).not.toMatch(/Zoë|example\.org/)
  const { body } = await ana.get<{ count: number; reports: { name?: string; contact?: string }[] }>(
    `/api/v1/incidents/${id}/reports`,
  )
  expect(body.count).toBe(14)
  expect(body.reports[0]).toMatchObject({ name: 'Zoë', contact: 'zoe@example.org', says: 'Cannot pay!' })
  const { rows } = await world.fireline.desk.db.query<{ contact: string }>('select contact from user_report')
  expect(rows.map(row => row.contact).join()).not.toContain('example')
  const { body: size } = await ana.get<Incident & { sizeUp: { whoIsHurt: string } }>(`/api/v1/incidents/${id}`)
  expect(size.sizeUp.whoIsHurt).toContain('14 customers told us: Cannot pay!')
})

it('a report joins the incident that an alert opened, and the page never says what is known', async () => {
  const { url } = await formFor('search')
  const { body: declared } = await ana.post<{ id: string }>('/api/v1/incidents', {
    title: 'Index is gone, secret plan',
    severity: 'sev2',
    service: 'search',
  })
  expect((await say(url, { says: 'finds nothing\u0000 <img src=x onerror=alert(1)>' })).status).toBe(202)
  expect((await whole(declared.id)).evidence).toMatchObject([{ reports: { count: 1 } }])
  expect(await openOn('search')).toHaveLength(1)
  const page = await (await fetch(url)).text()
  expect(page).not.toMatch(/Index|secret|INC-|onerror/)
})

it('what people told is taken out everywhere, also where it was told before and will be told again', async () => {
  const { url } = await formFor('taken')
  for (const says of ['my card is 4111', 'mine too, 4222']) {
    await say(url, { says })
    world.advance(6_000)
  }
  const [incident] = await openOn('taken')
  const id = incident?.id ?? ''
  await until(async () => (await whole(id)).evidence[0]?.reports?.count === 2, 'both to be told')
  await nothingIsDue()
  const done = await ana.post(`/api/v1/incidents/${id}/redact`, { evidence: 'E1', reason: 'card numbers' })
  expect(done.status).toBe(200)
  await say(url, { says: 'still broken' })
  world.advance(60_000)
  await until(async () => (await whole(id)).evidence[0]?.reports?.count === 3, 'the third to be told')
  const left = [await entriesOf(id), await whole(id), (await ana.get(`/api/v1/incidents/${id}/reports`)).body]
  const { body: content } = await ana.get<string>(`/api/v1/evidence/${(await whole(id)).evidence[0]?.id}/content`)
  expect(JSON.stringify(left.slice(0, 1)) + JSON.stringify(left[2]) + content).not.toMatch(/4222/)
  expect(content).toContain('still broken')
})

it('a form is never in shadow: no other pager hears what people write', async () => {
  const wish = { service: 'mail', kind: 'report', name: 'mail page', mode: 'shadow' }
  const { status, body } = await world.admin.post<{ error: { path: string } }>('/api/v1/integrations', wish)
  expect([status, body.error.path]).toEqual([400, 'mode'])
})

it('a form opens an incident only after as many reports as it is set to', async () => {
  const form = await formFor('mail')
  expect((await world.admin.put(`/api/v1/report-forms/${form.id}`, { opensAfter: 3 })).status).toBe(200)
  await say(form.url, { says: 'no mail' })
  await say(form.url, { says: 'no mail' })
  expect(await openOn('mail')).toEqual([])
  await say(form.url, { says: 'no mail' })
  const [incident] = await openOn('mail')
  expect((await whole(incident?.id ?? '')).evidence).toMatchObject([{ reports: { count: 3, says: 'no mail' } }])
})

it('what is no report keeps nothing: too long, empty, a machine, another site, a form sent twice', async () => {
  const { url, key, id } = await formFor('busy')
  const kept = async () =>
    (await world.fireline.desk.db.query(`select 1 from user_report where service = 'busy'`)).rowCount
  expect(await (await say(url, { says: '' })).json()).toMatchObject({ error: { path: 'says' } })
  expect(await (await say(url, { says: 'x', colour: 'red' })).json()).toMatchObject({ error: { path: 'colour' } })
  expect((await say(url, { says: 'x'.repeat(2_001) })).status).toBe(400)
  const empty = await sendForm(url, { says: ' ', name: '"><script>' })
  expect([empty.status, await empty.text()]).toEqual([400, expect.stringContaining('value="&quot;&gt;&lt;script&gt;"')])
  expect((await sendForm(url, { says: 'buy now', website: 'http://spam' })).status).toBe(200)
  expect((await sendForm(url, { says: 'x' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await sendForm(url, { says: 'x', form: 'made.up.token' })).status).toBe(403)
  expect(await kept()).toBe(0)
  const page = await (await fetch(url)).text()
  const form = /name="form" value="([^"]+)"/.exec(page)?.[1] ?? ''
  for (let n = 0; n < 2; n++) {
    world.advance(61_000)
    await fetch(url, { method: 'POST', body: new URLSearchParams({ form, says: 'slow' }) })
  }
  expect(await kept()).toBe(1)
  const alert = await fetch(`${world.url}/intake/${key}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"title":"x"}',
  })
  expect(alert.status).toBe(404)
  await world.admin.delete(`/api/v1/integrations/${id}`)
  expect([(await fetch(url)).status, (await fetch(`${world.url}/report/nothing`)).status]).toEqual([404, 404])
})

it('one address is slowed down, and hears when to come again', async () => {
  const { url } = await formFor('default')
  const answers: Response[] = []
  for (let n = 0; n < 31; n++) answers.push(await say(url, { says: 'slow' }))
  expect(answers.map(answer => answer.status)).toEqual([...Array.from({ length: 30 }, () => 202), 429])
  expect(answers.at(-1)?.headers.get('retry-after')).toBe('60')
  const elsewhere = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '9.9.9.9, 8.8.8.8' },
    body: '{"says":"slow too"}',
  })
  expect(elsewhere.status).toBe(202)
})

it('the link of a form is shown to those who set things up, with its QR code', async () => {
  const { body } = await ana.get<{ forms: { url: string; qr: string; service: string }[] }>('/api/v1/report-forms')
  const checkout = body.forms.find(form => form.service === 'checkout')
  expect(checkout?.url).toMatch(/\/report\/[0-9a-f]{32}$/)
  expect(checkout?.qr).toContain('<svg')
  expect(world.errors).toEqual([])
})
