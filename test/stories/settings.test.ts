import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type Caller, callerOf, startWorld, until, type World } from '../harness.ts'
import { tooSmall, tooWide, unreachable } from '../page-checks.ts'

let world: World
let ana: Caller
let browser: OpenChromium
let page: Page

beforeAll(async () => {
  const [opened, started] = await Promise.all([openChromium(), startWorld(), buildWeb()])
  browser = opened
  world = started
  ana = await world.person('Ana', 'admin', 'ana@example.org')
})
afterAll(async () => {
  await browser.close()
  await world.stop()
})

interface Form {
  kind: string
  schema: { properties: Record<string, { title?: string; writeOnly?: boolean }>; required?: string[] }
}
interface Line {
  pos: number
  by: { name: string; id: string | null }
  action: string
  subject: Record<string, string>
  said: Record<string, unknown> | null
  outcome: string
}
interface Stopped {
  how: string
  number: number
  seq: number
  by: string
  what: string
  reason?: string
}
type LastMonth = { rules: Record<string, Stopped[]> }

it('one schema is the form, the check and the help of each channel', async () => {
  const { body } = await ana.get<{ channels: Form[]; resources: Form[] }>('/api/v1/forms')
  const ntfy = body.channels.find(one => one.kind === 'ntfy')?.schema
  expect(Object.entries(ntfy?.properties ?? {}).map(([name, of]) => [name, of.title, of.writeOnly ?? false])).toEqual([
    ['server', 'Server', false],
    ['topic', 'Topic', true],
    ['token', 'Access token', true],
  ])
  expect(ntfy?.required).toEqual(['topic'])
  expect(body.resources.map(one => one.kind)).toEqual(['postgres', 'mariadb', 'sqlite', 'folder'])
})

it('a rule is held as its team sets it, by version, and weaker only with a reason', async () => {
  const set = (rule: string, body: object, by = ana) => by.put(`/api/v1/room-rules/${rule}`, body)
  expect((await set('no-verified-backup', { setting: 'advise' })).body).toMatchObject({
    error: { path: 'reason', message: expect.stringContaining('weaker than "refuse"') as string },
  })
  expect((await set('no-verified-backup', { setting: 'ask', reason: 'We drill without data' })).status).toBe(200)
  expect((await set('no-verified-backup', { setting: 'refuse' })).body).toMatchObject({ was: 'ask' })
  expect((await set('only-the-operator', { setting: 'off', reason: 'x' })).status).toBe(404)
  expect((await set('open-objection', { setting: 'never' })).body).toMatchObject({ error: { path: 'setting' } })
  const rob = await world.person('Rob')
  expect((await set('open-objection', { setting: 'off', reason: 'x' }, rob)).status).toBe(403)
  const { body } = await rob.get<{ history: object[] }>('/api/v1/room-rules/no-verified-backup/history')
  expect(body.history).toMatchObject([
    { version: 2, setting: 'refuse', setBy: 'Ana', reason: null },
    { version: 1, setting: 'ask', setBy: 'Ana', reason: 'We drill without data' },
  ])
})

it('decisions follow the setting at once, and looking back tells what a rule stopped or would have', async () => {
  const made = await ana.post<{ id: string }>('/api/v1/incidents', {
    title: 'Carts are empty',
    severity: 'sev3',
    service: 'default',
  })
  const ask = (command: string, body: object = {}) =>
    ana.post<{ refusal: { code: string } }>(`/api/v1/incidents/${made.body.id}/${command}`, body)
  const propose = { what: 'Repair the carts', intent: 'mitigation', kind: 'complex', touches: ['dir:/nowhere'] }
  await ask('acknowledge')
  await ask('propose-change', propose)
  expect((await ask('apply-change', { change: 'C1' })).body.refusal.code).toBe('no-verified-backup')
  expect((await ask('apply-change', { change: 'C1' })).status).toBe(409)
  await ask('waive', { rule: 'no-verified-backup', change: 'C1', reason: 'Carts are rebuilt each night' })
  world.advance(5_001)
  expect((await ask('apply-change', { change: 'C1' })).status).toBe(200)
  await ana.put('/api/v1/room-rules/no-verified-backup', { setting: 'advise', reason: 'For a week' })
  await ask('propose-change', { ...propose, what: 'Repair them again' })
  expect((await ask('apply-change', { change: 'C2' })).status).toBe(200)
  const { body } = await ana.get<LastMonth>('/api/v1/room-rules/last-month')
  expect(body.rules['no-verified-backup']).toMatchObject([
    { how: 'advised', number: 1, what: 'C2 Repair them again', by: 'Ana' },
    { how: 'waived', what: 'C1 Repair the carts', reason: 'Carts are rebuilt each night' },
    { how: 'refused', by: 'Ana' },
  ])
  expect(body.rules['open-objection']).toEqual([])
})

it('the audit says who changed what, and never a secret', async () => {
  const secrets = ['ntfy-topic-9f3', 'tk_ntfy_token_77', 'postgres://backup:hunter2-db@db-1/shop', 'a sentence is best']
  const [topic, token, url, password] = secrets
  const contacts = [{ channel: 'ntfy', settings: { topic, token } }]
  expect((await ana.put(`/api/v1/people/${ana.id}/contacts`, { contacts })).status).toBe(200)
  expect((await ana.put('/api/v1/resources/shop', { kind: 'postgres', url })).status).toBe(200)
  const made = await ana.post<{ id: string; token: string }>(`/api/v1/people/${ana.id}/tokens`, { name: 'deploys' })
  const key = await ana.post<{ key: string }>('/api/v1/integrations', {
    service: 'default',
    kind: 'webhook',
    name: 'Prom',
  })
  const invite = await ana.post<{ url: string }>('/api/v1/invites', { role: 'viewer' })
  const nobody = callerOf(world.url, '', '')
  const join = { invite: invite.body.url.split('#')[1], name: 'Vera', email: 'vera@example.org', password }
  const invited = () => fetch(`${world.url}/api/v1/invite`, { headers: { 'x-invite': join.invite ?? '' } })
  expect(await (await invited()).json()).toEqual({ role: 'viewer', by: 'Ana' })
  expect((await nobody.post('/api/v1/session', join)).status).toBe(200)
  expect((await invited()).status).toBe(410)
  const wrong = { email: 'vera@example.org', password: 'wrong-guess-12' }
  expect((await nobody.post('/api/v1/session', wrong, { 'idempotency-key': 'k1' })).status).toBe(401)
  const vera = await world.person('Vic', 'viewer')
  expect((await vera.put('/api/v1/services/shop', { name: 'Shop' })).status).toBe(403)
  await ana.put('/api/v1/services/shop', { name: 'Shop', owner: 'ghp_abcdefghijklmnopqrstuvwxyz0123456789' })

  const rows = await world.fireline.desk.db.query('select * from audit')
  const whole = JSON.stringify(rows.rows)
  const given = [...secrets, made.body.token, key.body.key, join.invite, 'wrong-guess-12', ana.token, 'ghp_abcdefgh']
  expect(given.filter(secret => whole.includes(secret ?? ''))).toEqual([])

  const find = async (query: string) => (await ana.get<{ lines: Line[] }>(`/api/v1/audit?${query}`)).body.lines
  expect(await find('action=contacts')).toMatchObject([
    {
      by: { name: 'Ana', id: ana.id },
      action: 'PUT /api/v1/people/:person/contacts',
      subject: { person: ana.id },
      said: { contacts: [{ channel: 'ntfy', settings: { topic: '(not shown)', token: '(not shown)' } }] },
      outcome: 'done',
    },
  ])
  expect((await find('action=session')).map(line => [line.by.name, line.outcome])).toEqual([
    ['Nobody', 'wrong-sign-in'],
    ['Vera', 'done'],
  ])
  expect((await find('by=vic')).map(line => [line.action, line.outcome])).toEqual([
    ['PUT /api/v1/services/:slug', 'not-allowed'],
  ])
  expect((await find('action=room-rules'))[0]?.said).toEqual({ setting: 'advise', reason: 'For a week' })
  expect(await find('action=/api/v1/incidents')).toEqual([])
  const first = (await ana.get<{ next: number }>('/api/v1/audit?limit=2')).body
  expect((await find(`limit=2&after=${first.next}`))[0]?.pos).toBeLessThan(first.next)
  expect((await vera.get('/api/v1/audit')).status).toBe(403)
  const authorization = `Bearer ${ana.token}`
  const kept = await fetch(`${world.url}/api/v1/audit/export?action=invites`, { headers: { authorization } })
  expect(kept.headers.get('content-type')).toContain('jsonl')
  expect((JSON.parse(await kept.text()) as Line).said).toEqual({ role: 'viewer' })
})

it('a line of the audit is written with the change or not at all', async () => {
  const before = (await world.fireline.desk.db.query('select 1 from audit')).rowCount
  expect((await ana.put('/api/v1/services/shop', { name: 'Shop', policy: 'none-such' })).status).toBe(400)
  expect((await world.fireline.desk.db.query('select 1 from audit')).rowCount).toBe(before)
})

it('who leaves comes in no more, and somebody stays who may change settings', async () => {
  const cleo = await world.person('Cleo', 'admin')
  expect((await ana.put(`/api/v1/people/${cleo.id}/role`, { role: 'responder' })).status).toBe(200)
  expect((await cleo.put('/api/v1/services/shop', { name: 'Shop' })).status).toBe(403)
  const policy = (id: string) => ({ steps: [{ afterMs: 0, notify: [{ person: id }] }], pagesNobody: true })
  expect((await ana.put('/api/v1/policies/night', policy(cleo.id))).status).toBe(200)
  expect((await ana.delete(`/api/v1/people/${cleo.id}`)).body).toMatchObject({
    error: { message: 'Cleo is named in the policy "night". Put somebody else there first.' },
  })
  await ana.put('/api/v1/policies/night', policy(ana.id))
  expect((await ana.delete(`/api/v1/people/${cleo.id}`)).status).toBe(200)
  expect((await cleo.get('/api/v1/me')).status).toBe(401)
})

it('in the browser, what the server finds wrong stands beside its field, and what was typed stays', {
  timeout: 30_000,
}, async () => {
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(10_000)
  await page.goto(`${world.url}/sign-in?to=/settings/me`)
  await page.getByRole('button', { name: 'With a token instead' }).click()
  await page.getByLabel('Token').fill(ana.token)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Change ntfy' }).click()
  expect(await page.getByLabel('Topic').inputValue()).toBe('')
  await page.getByText('Kept, and not shown').first().waitFor()
  await page.getByLabel('Server', { exact: true }).fill('http://x y')
  await page.keyboard.press('Enter')
  await page.locator('small', { hasText: 'An http or https URL.' }).waitFor()
  const server = page.locator('[name="server"]')
  expect([await server.inputValue(), await server.getAttribute('aria-invalid')]).toEqual(['http://x y', 'true'])
  await until(() => server.evaluate(input => input === document.activeElement), 'the focus to be where it is wrong')
  expect(await unreachable(page)).toEqual([])
  await server.fill('https://ntfy.example.org')
  await page.keyboard.press('Enter')
  await page.getByText('https://ntfy.example.org').waitFor()
  const { body } = await ana.get<{ contacts: object[] }>(`/api/v1/people/${ana.id}/contacts`)
  expect(body.contacts).toMatchObject([{ channel: 'ntfy', secrets: ['topic', 'token'] }])
})

it('a rule is weakened with a reason, and its page links to what it would have stopped', {
  timeout: 30_000,
}, async () => {
  await page.getByRole('link', { name: 'Rules of the house' }).click()
  const rule = page.getByRole('region', { name: 'An open objection to a change is answered before it is applied.' })
  await rule.getByRole('radio', { name: 'Ask' }).focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Two of us only')
  await rule.getByRole('button', { name: 'Hold it at “Advise”' }).click()
  await rule.getByText('Set by Ana').waitFor()
  const copies = page.getByRole('region', { name: 'A complex change that is asked of Fireline' })
  await copies.getByText('it would have stopped 2').click()
  expect(await copies.getByRole('link').first().getAttribute('href')).toMatch(/^\/incidents\/INC-1#entry-\d+$/)
  await page.getByRole('region', { name: 'keys reach the terminal' }).getByText('Fixed').waitFor()
})

it('a mapping shows live what it would read from the last body, and is saved', { timeout: 30_000 }, async () => {
  const body = { service: 'default', kind: 'generic', name: 'Stock' }
  const { id, url } = (await ana.post<{ id: string; url: string }>('/api/v1/integrations', body)).body
  const told = JSON.stringify({ check: { name: 'Stock is low', level: 'P1' } })
  expect((await fetch(url, { method: 'POST', body: told })).status).toBe(400)
  await page.goto(`${world.url}/settings/senders`)
  await page.getByRole('button', { name: 'Mapping… Stock' }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings of Stock' })
  await dialog.getByLabel('Title').fill('check.name')
  await dialog.getByRole('status').getByText('error, firing').waitFor()
  await dialog.getByLabel('Severity').fill('check.(')
  await dialog.getByRole('status').getByText('severity:').waitFor()
  await dialog.getByLabel('Severity').fill('check.level')
  await dialog.getByRole('status').getByText('critical, firing').waitFor()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  const { body: kept } = await ana.get<{ settings: object }>(`/api/v1/integrations/${id}`)
  expect(kept.settings).toEqual({ title: 'check.name', severity: 'check.level' })
})

it('a new key comes with what is done on the side of its sender, its address filled in', {
  timeout: 30_000,
}, async () => {
  await page.goto(`${world.url}/settings/senders`)
  await page.getByLabel('Kind').selectOption('zabbix')
  await page.getByLabel('Name', { exact: true }).fill('Zabbix in the cellar')
  await page.getByRole('button', { name: 'Make its key' }).click()
  const steps = page.getByRole('region', { name: 'Setting up Zabbix' })
  await steps.getByText('new HttpRequest()').waitFor()
  expect(await steps.getByText(`${world.url}/intake/`).count()).toBeGreaterThan(0)
  expect(await unreachable(page)).toEqual([])
})

it('every part can be reached by everybody it is for, on a phone too', { timeout: 40_000 }, async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${world.url}/settings`)
  for (const part of ['Me', 'People', 'Senders', 'From outside', 'Checks', 'Backups', 'Rules', 'Audit']) {
    await page
      .getByRole('navigation', { name: 'Settings' })
      .getByRole('link', { name: new RegExp(`^${part} `) })
      .click()
    await page.getByRole('heading', { level: 1, name: part }).waitFor()
    await page.locator('li .btn, fieldset, pre, time, li code, button:text-matches("^Add a ")').first().waitFor()
    expect(await tooSmall(page), part).toEqual([])
    expect(await tooWide(page), part).toBeLessThanOrEqual(0)
    expect(await unreachable(page), part).toEqual([])
    await page.getByRole('link', { name: 'All settings' }).click()
  }
  expect(await unreachable(page)).toEqual([])
})

it('the audit is searched by who and about what', { timeout: 30_000 }, async () => {
  await page.getByRole('link', { name: 'Audit' }).click()
  await page.getByLabel('By whom').fill('Ana')
  await page.getByLabel('About what').fill('open-objection')
  await page.keyboard.press('Enter')
  const lines = page.getByRole('list', { name: 'Changes, newest first' }).getByRole('listitem')
  await until(async () => (await lines.count()) === 1, 'the one line that fits')
  await lines.getByText('Two of us only').waitFor()
  const link = await page.getByRole('link', { name: 'Export as JSON lines' }).getAttribute('href')
  expect(link).toBe('/api/v1/audit/export?by=Ana&action=open-objection')
})
