import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '../../src/incident/entry.ts'
import type { EventData, EventType } from '../../src/incident/events.ts'
import type { Incident } from '../../src/incident/incident.ts'
import type { SizeUp } from '../../src/steps/identify/size-up.ts'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { debianPostgres } from '../debian-postgres.ts'
import { Ledger } from '../fakes/ledger.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import { until } from '../harness.ts'
import { kept, settled } from '../kept.ts'
import { startOther } from '../other-postgres.ts'
import { openBrowser } from '../rally/people-at-a-terminal.ts'
import { type PersonAtWork, type RealFireline, type SharedTerminal, startRealFireline } from '../real-fireline.ts'
import { requireProgram } from '../real-program.ts'
import { looksAtEverything, robotLooksAt } from '../robot.ts'
import { shopSchema, withClient } from '../shop-database.ts'

const debian = debianPostgres()
const psql = requireProgram('psql')
const canRun = debian !== undefined && psql !== undefined && requireProgram('git') !== undefined

const ledger = new Ledger()
const orders = 'pg:shop/postgres/public.orders'
let smtp: SmtpFake
let fireline: RealFireline
/** Debian's PostgreSQL, and beside it one of the kind that Fireline brings along. */
let shop: Awaited<ReturnType<typeof startOther>>
let stock: FreshDatabase
let ana: PersonAtWork
let ben: PersonAtWork
let cleo: PersonAtWork
let intake: string
/** Of what was sent there last. */
let receipt: string
let chromium: OpenChromium
let terminal: SharedTerminal
let first: Incident
let second: Incident

beforeAll(async () => {
  if (!debian) return
  smtp = await startSmtp(ledger)
  ;[fireline, shop, stock, chromium] = await Promise.all([
    startRealFireline({ FIRELINE_SMTP_URL: smtp.url }),
    startOther(debian, ['--locale=C.UTF-8']),
    freshDatabase(),
    openChromium(),
    buildWeb(),
  ])
  for (const config of [{ connectionString: shop.url }, stock.config])
    await withClient(config, client => client.query(shopSchema))
  await spoilTotals()
  const { admin } = fireline
  ana = await fireline.person('Ana', 'responder', 'ana@example.org')
  ben = await fireline.person('Ben', 'responder', 'ben@example.org')
  cleo = await fireline.person('Cleo', 'responder', 'cleo@example.org')
  await admin.put('/api/v1/services/shop', { name: 'Shop', stakeholders: [{ email: 'support@example.org' }] })
  const turns = { people: [ana.id], every: 'week', handOverAt: '09:00', from: '2026-01-05', restrictions: [] }
  expect(
    (await admin.put('/api/v1/schedules/in-turns', { zone: 'UTC', layers: [turns], overrides: [] })).body,
  ).toMatchObject({ slug: 'in-turns' })
  await admin.put('/api/v1/resources/shop', { kind: 'postgres', url: shop.url })
  const spare = {
    driver: 'caddy',
    service: 'shop',
    admin: 'http://127.0.0.1:9',
    handler: 'shop',
    server: '127.0.0.1:9',
  }
  expect((await admin.put('/api/v1/stand-bys/spare', spare)).status).toBe(200)
  await admin.put('/api/v1/resources/stock', { kind: 'postgres', url: stock.url })
  const made = await admin.post<{ url: string }>('/api/v1/integrations', {
    service: 'shop',
    kind: 'alertmanager',
    name: 'monitoring',
  })
  intake = made.body.url
})
afterAll(async () => {
  await chromium?.close()
  await fireline?.stop()
  await Promise.all([shop?.stop(), stock?.drop(), smtp?.stop()])
})

/** What the bad release did: totals in cents where there were euros. */
const spoilTotals = () =>
  withClient({ connectionString: shop.url }, client =>
    client.query('update public.orders set total = total * 100 where id <= 300'),
  )
const wrongTotals = async (connectionString = shop.url) =>
  withClient({ connectionString }, async client => {
    const { rows } = await client.query<{ wrong: number }>(
      'select count(*)::int as wrong from public.orders where total <> id * 7',
    )
    return rows[0]?.wrong
  })

/** The monitoring speaks, in the words of Alertmanager's webhook. */
async function monitoring(status: 'firing' | 'resolved', instance: string): Promise<void> {
  const labels = { alertname: 'OrderTotalsWrong', severity: 'critical', service: 'shop', instance }
  const annotations = { summary: 'Order totals are far too high', impact: 'Customers are charged too much.' }
  const startsAt = new Date(Date.now() - 60_000).toISOString()
  const endsAt = status === 'resolved' ? new Date().toISOString() : '0001-01-01T00:00:00Z'
  const alert = { status, labels, annotations, startsAt, endsAt, generatorURL: '', fingerprint: '' }
  const more = { groupLabels: {}, commonLabels: labels, commonAnnotations: annotations, externalURL: '' }
  const body = { version: '4', status, groupKey: '{}:{}', receiver: 'fireline', alerts: [alert], ...more }
  const answer = await fetch(intake, { method: 'POST', body: JSON.stringify(body) })
  expect(answer.status).toBe(202)
  receipt = ((await answer.json()) as { receipt: string }).receipt
}

const newest = async (): Promise<Incident | undefined> =>
  (await fireline.admin.get<{ incidents: Incident[] }>('/api/v1/incidents?status=open')).body.incidents[0]
const is = () => fireline.is(first.id)
const sizeUp = async (incident: string) =>
  (await ana.get<{ sizeUp: SizeUp }>(`/api/v1/incidents/${incident}`)).body.sizeUp
const mailTo = (address: string) => until(() => ledger.sent.findLast(one => one.to === address), `a mail to ${address}`)
const linkIn = (body: string) => /http:\/\/\S+\/a\/[-_A-Za-z0-9]{43}/.exec(body)?.[0] ?? 'no link'
const typesOf = (entries: Entry[]) => entries.map(entry => entry.type)
function dataOf<T extends EventType>(entries: Entry[], type: T): EventData[T] {
  const found = entries.find(entry => entry.type === type)
  if (!found) throw new Error(`no ${type} among ${typesOf(entries).join()}`)
  return found.data as EventData[T]
}

async function signedIn(who: PersonAtWork): Promise<Page> {
  const page = await (await chromium.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.goto(`${fireline.url}/incidents/INC-1`)
  await page.getByRole('button', { name: 'With a token instead' }).click()
  await page.getByLabel('Token').fill(who.token)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor()
  return page
}

type Hashed = { id: string; hash: string }

describe.skipIf(!canRun)('the whole road, from an alert to the page that the next alert finds', () => {
  it('an alert comes in, is evidence E1, and wakes who is on call', async () => {
    await monitoring('firing', 'web-1:9100')
    first = await until(newest, 'an open incident')
    expect(first).toMatchObject({ number: 1, severity: 'sev2', service: 'shop', status: 'open' })
    const mail = await mailTo('ana@example.org')
    expect(mail.what).toContain('SEV2 shop')
    expect(mail.body).toContain('Order totals are far too high')
    expect((await is()).evidence).toMatchObject([{ ref: 'E1', kind: 'alert' }])
  })

  it('a robot that looks at every link in the mail changes nothing', async () => {
    await settled(fireline.dataDir)
    const before = await kept(fireline.dataDir)
    const looked = await robotLooksAt(ledger.links())
    expect(looked.length).toBeGreaterThan(0)
    for (const { link, statuses } of looked) expect(statuses, link).toEqual([200, 200, 200])
    expect(await kept(fireline.dataDir)).toEqual(before)
    expect((await is()).acknowledgedBy).toBeUndefined()
  })

  it("one tap on the mail's link: Ana has it, leads and has the keyboard; support hears of it", async () => {
    const link = linkIn((await mailTo('ana@example.org')).body)
    expect((await fetch(`${link}/acknowledge`, { method: 'POST', body: new URLSearchParams() })).status).toBe(200)
    expect(await is()).toMatchObject({ acknowledgedBy: ana.id, lead: ana.id, operator: ana.id })
    const card = await sizeUp(first.id)
    expect(card.says).toContain('Order totals are far too high')
    expect(card.whoIsHurt).toContain('Customers are charged too much.')
    expect(card.told).toMatchObject([{ who: 'Ana' }])
    expect(Date.parse(card.quietUntil ?? '')).toBeGreaterThan(Date.now())
    await ana.asks(first.id, 'tell-stakeholders')
    expect((await mailTo('support@example.org')).body).toContain('Something is wrong with Shop since')
  })

  it('no page knows this yet, so it offers to call in the team; Ben and Cleo have a mail', async () => {
    const { seenBefore, next } = await sizeUp(first.id)
    expect([seenBefore, (await is()).suggestedPages]).toEqual([null, []])
    expect(next.map(({ label }) => label)).toEqual(['Call in the team'])
    await ana.asks(first.id, next[0]?.command ?? '', next[0]?.body)
    for (const address of ['ben@example.org', 'cleo@example.org']) await mailTo(address)
  })

  it('evidence, not theories: the database is ruled out by what it answers, the release is confirmed by what it stored', async () => {
    expect((await ana.fireline(['login', fireline.url, '--token', ana.token])).stdout).toBe('Signed in as Ana.\n')
    const asked = [psql ?? '', shop.url, '-Atc', 'select 40 + 2']
    expect(await ana.fireline(['attach', 'the database answers', '--', ...asked])).toMatchObject({ code: 0 })
    expect((await ana.fireline(['attach', 'totals since release 41'], 'id|total\n300|210000\n')).stdout).toMatch(
      /^E3 kept/,
    )
    await ana.asks(first.id, 'propose-hypothesis', { statement: 'The database is broken' })
    const no = await ana.isRefused(first.id, 'confirm-cause', { hypothesis: 'H1' })
    expect([no.code, no.message]).toEqual([
      'cause-without-evidence',
      expect.stringContaining('Nothing supports this yet'),
    ])
    const answered = (await is()).evidence[1]
    expect(answered).toMatchObject({
      ref: 'E2',
      kind: 'command',
      exitCode: 0,
      excerpt: expect.stringContaining('42') as string,
    })
    await ana.asks(first.id, 'rule-out', { hypothesis: 'H1', reason: 'It answers', evidence: 'E2' })
    await ana.asks(first.id, 'propose-hypothesis', { statement: 'Release 41 stores totals a hundredfold' })
    await ana.asks(first.id, 'attach-evidence', { evidence: 'E3', hypothesis: 'H2', stance: 'for' })
    await ana.asks(first.id, 'confirm-cause', { hypothesis: 'H2' })
    const { hypotheses, cause } = await is()
    expect(hypotheses.map(one => one.state)).toEqual(['ruled out', 'confirmed'])
    expect(cause).toBe(hypotheses[1]?.id)
  })

  it("Ben shares his terminal and has the keyboard: his keys arrive, nobody else's do", async () => {
    await ben.asks(first.id, 'join')
    await cleo.asks(first.id, 'join', { as: 'observer' })
    await ben.fireline(['login', fireline.url, '--token', ben.token])
    terminal = await ben.share('INC-1')
    const here = { incident: first.id, terminal: terminal.id }
    const [anas, bens, cleos] = await Promise.all(
      [ana, ben, cleo].map(who => openBrowser(fireline.url, who.token, here)),
    )
    if (!anas || !bens || !cleos) throw new Error('somebody cannot watch')
    const type = (browser: typeof anas, epoch: number, data: string) =>
      browser.send({ type: 'input', terminal: terminal.id, epoch, data: `${data}\r` })
    const held = anas.epoch()
    await ana.asks(first.id, 'give-keyboard', { to: ben.id })
    const isBens = () =>
      [anas, bens, cleos].every(one =>
        one.messages.some(
          said => said.type === 'keyboard' && said.keyboard.holder === ben.id && said.keyboard.confirmed,
        ),
      )
    await until(isBens, 'the hand-over')
    for (const epoch of [held, anas.epoch(), anas.epoch() + 1]) type(anas, epoch, 'echo stray-of-ana')
    for (const epoch of [held, cleos.epoch(), cleos.epoch() + 1]) type(cleos, epoch, 'echo stray-of-cleo')
    const refusals = (browser: typeof anas) => browser.messages.filter(said => said.type === 'refused').length
    await until(() => refusals(anas) === 3 && refusals(cleos) === 3, 'six refusals')
    await ben.asks(first.id, 'have-control')
    const isTheirs = () => {
      const last = bens.messages.findLast(said => said.type === 'keyboard')
      return last?.keyboard.confirmed && !last.keyboard.awaiting
    }
    await until(isTheirs, 'the agent to know that Ben has control')
    type(bens, bens.epoch(), 'echo keys-$((40+2))')
    const ran = await until(async () => (await is()).commands[0], 'the command')
    expect(ran).toMatchObject({ command: 'echo keys-$((40+2))', exitCode: 0, person: ben.id })
    for (const browser of [anas, bens, cleos]) {
      await until(() => browser.shown().includes('keys-42\r\n'), 'what Ben typed')
      expect(browser.shown()).not.toContain('stray')
      browser.close()
    }
    expect(await is()).toMatchObject({ lead: ana.id, operator: ben.id })
  })

  it('a browser shows the incident, the evidence and the terminal, and its keys do not reach it', async () => {
    const page = await signedIn(cleo)
    await page.locator('[data-state="confirmed"]').getByText('Release 41 stores totals a hundredfold').waitFor()
    await page
      .locator('[data-for="board"]')
      .getByText(/totals since release 41/)
      .first()
      .waitFor()
    await page.locator('.xterm-rows', { hasText: 'keys-42' }).waitFor()
    await page.getByText('You watch. Your keys do not reach it.').waitFor()
    await page.locator('.xterm').click()
    await page.keyboard.type('echo stray-of-the-page')
    await page.keyboard.press('Enter')
    await page.context().close()
  })

  it('a complex change is refused without a copy; both databases are copied and restored; then it runs where all see it', async () => {
    const touches = [orders, `pg:stock/${stock.config.database}/sales.customers`]
    const repair = `${psql} ${shop.url} -c 'update public.orders set total = total / 100 where id <= 300'`
    const commands = [repair, `${psql} ${stock.url} -Atc 'select count(*) from sales.customers'`]
    const rest = { restsOn: { cause: 'H2' }, verify: 'No total differs', undo: 'Put the copy back' }
    const change = { what: 'Repair the totals', intent: 'fix', kind: 'complex', touches, commands, ...rest }
    await ben.asks(first.id, 'propose-change', change)
    const no = await ben.isRefused(first.id, 'apply-change', { change: 'C1' })
    expect([no.code, no.message]).toEqual([
      'no-verified-backup',
      'This touches orders and customers. No restorable copy yet.',
    ])
    expect(await wrongTotals()).toBe(300)

    const copied = await ben.asks(first.id, no.next[0]?.command ?? '', no.next[0]?.body)
    expect(typesOf(copied).sort()).toEqual(['BackupStarted', 'BackupStarted', 'BackupVerified', 'BackupVerified'])
    const proven = copied.flatMap(entry => (entry.type === 'BackupVerified' ? [entry.data] : []))
    expect(proven.map(one => one.level)).toEqual(['L3', 'L3'])
    expect(proven.flatMap(one => one.covers).sort()).toEqual([...touches].sort())
    expect(proven.find(one => one.covers.includes(orders))?.proof).toContain('5,000 rows')

    const applied = await ben.asks(first.id, 'apply-change', { change: 'C1' })
    expect(dataOf(applied, 'ChangeApplied')).toMatchObject({
      how: 'in-terminal',
      results: [
        { command: repair, exitCode: 0, output: expect.stringContaining('UPDATE 300') as string },
        { exitCode: 0, output: expect.stringContaining('50') as string },
      ],
    })
    expect(await wrongTotals()).toBe(0)
    await ben.asks(first.id, 'verify-change', { change: 'C1', note: 'No total differs' })
  })

  it('the copy goes back by the line that the incident shows for it: the totals as they were before', async () => {
    const { restore } = (await is()).backups.find(one => one.touches.includes(orders)) ?? {}
    await withClient({ connectionString: shop.url }, client => client.query('create database looking'))
    const looking = shop.url.replace(/postgres$/, 'looking')
    const words = (restore ?? '').replace('<url>', looking).split(' ')
    expect(words.shift()).toBe('fireline')
    const back = await ben.fireline(words)
    expect([back.code, back.stdout]).toEqual([0, expect.stringContaining('5,000 rows, equal') as string])
    expect(await wrongTotals(looking)).toBe(300)
    expect(dataOf(await fireline.timeline(first.id), 'CopyPutBack').into).toContain('/looking')
  })

  it('it recovers, is resolved, and the drafted page is accepted in the browser: a commit of Ana', async () => {
    await monitoring('resolved', 'web-1:9100')
    await until(async () => (await is()).alerts.every(alert => alert.recoveredAt), 'the recovery')
    await ana.asks(first.id, 'resolve', { summary: 'The totals are right again' })
    await terminal.end()
    const page = await signedIn(ana)
    await page.getByRole('button', { name: 'Read the draft' }).click()
    await page.getByRole('button', { name: 'Put it into the runbook' }).click()
    await page.getByText('It is over, and written down as').waitFor()
    await page.context().close()
    const accepted = dataOf(await fireline.timeline(first.id), 'PageAccepted')
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'safe.directory=*', ...args], {
        cwd: join(fireline.dataDir, 'runbook'),
        encoding: 'utf8',
      })
    expect(git('log', '-1', '--format=%H %an').trim()).toBe(`${accepted.commit} Ana`)
    const text = git('show', `HEAD:${accepted.path}`)
    for (const said of ['Release 41 stores totals a hundredfold', 'update public.orders', 'Put the copy back'])
      expect(text).toContain(said)
    expect(text).not.toContain('web-1')
  })

  it('the same alert of another host finds that page first, seen once', async () => {
    await monitoring('firing', 'web-2:9100')
    second = await until(async () => ((await newest())?.number === 2 ? newest() : undefined), 'the second incident')
    const { page } = dataOf(await fireline.timeline(first.id), 'PageAccepted')
    const offered = await until(async () => (await fireline.is(second.id)).suggestedPages[0], 'a page offered')
    expect(offered).toMatchObject({ page, seen: { times: 1 }, why: expect.stringContaining('seen once') as string })
    expect((await sizeUp(second.id)).seenBefore).toMatchObject({ times: 1, page })
  })

  it('afterwards the story is whole: in order, unbroken, recorded, and told to nobody else', async () => {
    expect(firstMissing(milestones, typesOf(await fireline.timeline(first.id)))).toBeUndefined()
    const listed = (await ana.get<{ incidents: Hashed[] }>('/api/v1/incidents')).body.incidents
    const alone = (await ana.get<Hashed>(`/api/v1/incidents/${first.id}`)).body.hash
    expect(alone).toMatch(/^[0-9a-f]{64}$/)
    expect(listed.find(one => one.id === first.id)?.hash).toBe(alone)
    const verified = await fireline.onHost(['verify', '--json'])
    expect([verified.code, JSON.parse(verified.stdout)]).toEqual([0, { incidents: 2, troubles: [] }])
    const cast = (await ana.get<string>(`/api/v1/recordings/${terminal.recording}.cast`)).body
    const [head, ...events] = cast
      .trimEnd()
      .split('\n')
      .filter(line => !line.startsWith('#'))
      .map(line => JSON.parse(line) as unknown[])
    expect(head).toMatchObject({ version: 3 })
    expect(
      events.every(
        ([wait, code, data]) => Number(wait) >= 0 && 'ormx'.includes(String(code)) && typeof data === 'string',
      ),
    ).toBe(true)
    expect(cast).toContain('UPDATE 300')
    expect(cast).not.toContain('stray')
    await until(() => ledger.sent.length >= 5, 'the last mail')
    await settled(fireline.dataDir)
    const people = ['ana', 'support', 'ben', 'cleo', 'ana'].map(name => `${name}@example.org`)
    expect(ledger.sent.map(one => one.to).sort()).toEqual(people.sort())
    expect(fireline.errors()).toEqual([])
  })

  it('looking changes nothing: not at any link that was sent, not at any route there is', async () => {
    await fireline.admin.put('/api/v1/me/filters/burning', { filter: { status: 'open' } })
    await ana.post(`/api/v1/people/${ana.id}/contacts/mail/test`)
    await until(testLink, 'the mail of a test page')
    const invite = await fireline.admin.post<{ url: string }>('/api/v1/invites', { role: 'viewer' })
    const invited = { 'x-invite': invite.body.url.split('#')[1] ?? '' }
    const toAskFor = await whatToAskFor()
    await settled(fireline.dataDir)
    const before = await kept(fireline.dataDir)
    for (const { link, statuses } of await robotLooksAt(ledger.links())) expect(statuses, link).toEqual([200, 200, 200])
    const pages = ['/', '/incidents/INC-2', '/metrics']
    // What is a person's own is nobody else's, a link to a swap comes by mail alone, and hosts and nodes ask with their own keys.
    const closed = [
      `/between-nodes/terminals/${toAskFor['{incident}']} 404`,
      `/api/v1/people/${ana.id}/chats 403`,
      '/guard/none/seat 404',
      '/guard/none/watch 404',
      '/s/none 404',
    ]
    const odd = await looksAtEverything(fireline.admin, fireline.url, toAskFor, pages, invited)
    expect(odd).toEqual(closed.flatMap(one => [`GET ${one}`, `HEAD ${one}`]))
    expect(await kept(fireline.dataDir)).toEqual(before)
    expect((await fireline.is(second.id)).acknowledgedBy).toBeUndefined()
  })
})

/** The road's entries, in the order in which each comes after the one before. */
const milestones: EventType[] = [
  'IncidentOpened',
  'AlertReceived',
  'CallOwed',
  'CallHandedOver',
  'Acknowledged',
  'LeadTaken',
  'KeyboardGiven',
  'StakeholdersTold',
  'CalledIn',
  'EvidenceAdded',
  'HypothesisProposed',
  'HypothesisRuledOut',
  'EvidenceAttached',
  'CauseConfirmed',
  'Joined',
  'TerminalShared',
  'KeyboardGiven',
  'CommandRan',
  'ChangeProposed',
  'BackupStarted',
  'BackupVerified',
  'ChangeStarted',
  'ChangeApplied',
  'ChangeVerified',
  'AlertsRecovered',
  'Resolved',
  'PageDrafted',
  'PageAccepted',
]

/** The first of these that does not come after all before it. */
function firstMissing(wanted: readonly EventType[], told: readonly EventType[]): EventType | undefined {
  let from = 0
  return wanted.find(type => {
    const at = told.indexOf(type, from)
    from = at + 1
    return at === -1
  })
}

/** Something that is there, for each route that asks for something. */
const testLink = () => ledger.links().find(link => link.includes('/t/'))

/** One of each thing that is looked after, none of which is due for a look within the next hours. */
async function lookedAfter(): Promise<Record<string, string>> {
  const { admin } = fireline
  const dayMs = 24 * 3_600_000
  await admin.put('/api/v1/heartbeats/nightly', { service: 'shop', everyMs: dayMs })
  await admin.put('/api/v1/probes/window', {
    kind: 'tcp',
    service: 'shop',
    host: 'shop.invalid',
    port: 443,
    everyMs: dayMs,
  })
  const mailbox = { service: 'shop', host: 'imap.invalid', user: 'support', password: 'not-a-real-one', everyMs: dayMs }
  await admin.put('/api/v1/mailboxes/support', mailbox)
  const key = async (kind: string) =>
    (await admin.post<{ key: string }>('/api/v1/integrations', { service: 'shop', kind, name: kind })).body.key
  const [reads, report] = [await key('alertmanager'), await key('report')]
  const [startsAt, endsAt] = [1, 2].map(hours => new Date(Date.now() + hours * 3_600_000).toISOString())
  const matchers = [{ name: 'alertname', value: 'Moves', isRegex: false, isEqual: true }]
  const response = await fetch(`${fireline.url}/intake/${reads}/api/v2/silences`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ matchers, startsAt, endsAt, createdBy: 'ana', comment: 'the move' }),
  })
  const { silenceID: silence } = (await response.json()) as { silenceID: string }
  const readable = ['alerts', 'alerts/groups', 'receivers', 'silences', 'status']
  return {
    '/api/v1/heartbeats/{slug}': '/api/v1/heartbeats/nightly',
    '/api/v1/probes/{slug}': '/api/v1/probes/window',
    '/api/v1/mailboxes/{slug}': '/api/v1/mailboxes/support',
    '/api/v1/silences/{id}': `/api/v1/silences/${silence}`,
    '/api/v1/services/{slug}/would-have': '/api/v1/services/shop/would-have',
    ...Object.fromEntries(readable.map(path => [`/intake/{key}/api/v2/${path}`, `/intake/${reads}/api/v2/${path}`])),
    '/intake/{key}/api/v2/silence/{id}': `/intake/${reads}/api/v2/silence/${silence}`,
    '/report/{key}': `/report/${report}`,
    '/u/{token}': '/u/of-a-mail-that-ended',
  }
}

async function whatToAskFor(): Promise<Record<string, string>> {
  const parts = { title: 'Shop', components: [{ service: 'shop', name: 'The shop' }] }
  await fireline.admin.put('/api/v1/status-pages/shop', parts)
  const calendar = (await ana.post<{ url: string }>('/api/v1/me/calendar', {})).body
  const span = 'from=2026-01-05T00:00:00Z&to=2026-01-12T00:00:00Z'
  const { evidence } = await is()
  const { page } = dataOf(await fireline.timeline(first.id), 'PageAccepted')
  const { integrations } = (await fireline.admin.get<{ integrations: { id: string }[] }>('/api/v1/integrations')).body
  return {
    ...(await lookedAfter()),
    '{incident}': first.id,
    '{change}': 'C1',
    '{key}': intake.split('/').at(-1) ?? '',
    '{receipt}': receipt,
    '/api/v1/services/{slug}': '/api/v1/services/shop',
    '/api/v1/integrations/{id}': `/api/v1/integrations/${integrations[0]?.id}`,
    '/api/v1/integrations/{id}/last-body': `/api/v1/integrations/${integrations[0]?.id}/last-body`,
    '/api/v1/evidence/{id}/content': `/api/v1/evidence/${evidence[1]?.id}/content`,
    '/api/v1/blobs/{digest}': `/api/v1/blobs/${evidence[1]?.digest}`,
    '/api/v1/runbook/search': '/api/v1/runbook/search?q=totals',
    '/api/v1/runbook/pages/{path}': `/api/v1/runbook/pages/${page}`,
    '/api/v1/recordings/{recording}/screens/{byte}': `/api/v1/recordings/${terminal.recording}/screens/0`,
    '/api/v1/recordings/{file}': `/api/v1/recordings/${terminal.recording}.cast`,
    '/api/v1/schedules/{slug}': '/api/v1/schedules/in-turns',
    '/api/v1/schedules/{slug}/overrides': '/api/v1/schedules/in-turns/overrides',
    '/api/v1/schedules/{slug}/calendar.ics': '/api/v1/schedules/in-turns/calendar.ics',
    '/api/v1/schedules/{slug}/shifts': `/api/v1/schedules/in-turns/shifts?${span}`,
    '/api/v1/schedules/{slug}/notes': '/api/v1/schedules/in-turns/notes',
    '/api/v1/services/{slug}/preview': '/api/v1/services/shop/preview',
    '/api/v1/policies/{slug}': '/api/v1/policies/default',
    '/api/v1/resources/{slug}': '/api/v1/resources/shop',
    '/api/v1/stand-bys/{slug}': '/api/v1/stand-bys/spare',
    '/c/{token}': '/c/none',
    '/guard/{key}/seat': '/guard/none/seat',
    '/guard/{key}/watch': '/guard/none/watch',
    '/s/{token}': '/s/none',
    '/cal/{token}': new URL(calendar.url).pathname,
    '/api/v1/on-call/week': `/api/v1/on-call/week?${span}`,
    '{page}': 'shop',
    '/api/v1/status-pages/{slug}': '/api/v1/status-pages/shop',
    '/status/incidents/{id}': `/status/incidents/${first.id}`,
    '/status/{page}/incidents/{id}': `/status/shop/incidents/${first.id}`,
    '{person}': ana.id,
    '{host}': terminal.host,
    '{rule}': 'no-verified-backup',
    '/api/v1/me/filters/{name}': '/api/v1/me/filters/burning',
    '/t/{token}': new URL(testLink() ?? '').pathname,
    '/a/{capability}/{view}': `${linkIn(ledger.sent[0]?.body ?? '').slice(fireline.url.length)}/logs`,
    '/a/{capability}': linkIn(ledger.sent[0]?.body ?? '').slice(fireline.url.length),
  }
}
