import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import { writeStatusCopies } from '../../src/server/status-copy.ts'
import { atTerminal } from '../at-terminal.ts'
import { Ledger } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

const ledger = new Ledger()
let world: World
let smtp: Awaited<ReturnType<typeof startSmtp>>
let ana: Caller

beforeAll(async () => {
  smtp = await startSmtp(ledger)
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url, FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }, { ledger })
  ana = await world.person('Ana', 'responder')
  for (const [slug, name] of [
    ['checkout', 'checkout-svc'],
    ['search', 'search-svc'],
    ['billing', 'billing-svc'],
  ])
    await world.admin.put(`/api/v1/services/${slug}`, { name })
})
afterAll(async () => {
  await world.stop()
  await smtp.stop()
})

const page = {
  title: 'Lindholm Shop',
  zone: 'Europe/Berlin',
  components: [
    { service: 'checkout', name: 'Checkout and payment' },
    { service: 'search', name: 'Search' },
  ],
}
const html = async (path: string, init?: RequestInit) => (await fetch(`${world.url}${path}`, init)).text()
const words = async (path: string) =>
  (await html(path)).replace(/<style>.*?<\/style>|<[^>]+>/gs, ' ').replace(/\s+/g, ' ')

async function declare(service: string, severity: string): Promise<string> {
  const asked = { title: 'secret-db-1 <b>HighErrorRate</b>', severity, service }
  const { body } = await ana.post<Incident>('/api/v1/incidents', asked)
  await ana.post(`/api/v1/incidents/${body.id}/acknowledge`)
  return `/api/v1/incidents/${body.id}`
}
const tell = (at: string, text: string) => ana.post(`${at}/post-update`, { text, audience: 'stakeholders' })

describe('a status page', () => {
  it('is made of parts under names that people know; what is wrong with it is said', async () => {
    const put = (slug: string, body: object) =>
      world.admin.put<{ error: { path: string } }>(`/api/v1/status-pages/${slug}`, body)
    const wrong = [
      await put('history', page),
      await put('shop', { ...page, zone: 'Mars' }),
      await put('shop', { ...page, components: [] }),
      await put('shop', { ...page, components: [{ service: 'kitchen', name: 'Kitchen' }] }),
      await put('shop', { ...page, components: [page.components[0], page.components[0]] }),
    ]
    expect(wrong.map(one => [one.status, one.body.error.path])).toEqual([
      [400, 'slug'],
      [400, 'zone'],
      [400, 'components'],
      [400, 'components.0.service'],
      [400, 'components.1.service'],
    ])
    expect((await put('shop', page)).body).toMatchObject({ url: `${world.url}/status/shop`, isPublic: true })
    expect(await words('/status')).toMatch(
      /Lindholm Shop .*Everything works, as far as we know .*Checkout and payment Working Search Working/,
    )
  })

  it('shows nothing before it was announced, and then in words for everybody, within five seconds', async () => {
    const at = await declare('checkout', 'sev2')
    expect(await words('/status/shop')).toContain('Everything works')
    const said = performance.now()
    await tell(at, 'One in three <script>cannot</script> pay.')
    const shown = await words('/status/shop')
    expect(performance.now() - said).toBeLessThan(5_000)
    expect(shown).toMatch(/Partly not working Checkout and payment does not work for everyone One in three/)
    expect(shown).toMatch(
      /What we do We are looking for the cause\. Next word by \d\d:\d\d , even if nothing has changed/,
    )
    expect(shown).toContain('Search Working')
    expect(await html('/status/shop')).not.toMatch(/secret-db-1|HighErrorRate|checkout-svc|<script>/)

    const hidden = await declare('billing', 'sev1')
    const update = ['update', 'Bills are late.', '--next', '30m', '--incident', hidden.split('/').at(-1) ?? '']
    expect(await atTerminal(world, ana, 'status-page', ...update)).toContain('said to the stakeholders')
    expect(await words('/status/shop')).not.toContain('Bills')
    await ana.post(`${hidden}/resolve`)

    world.advance(61 * 60_000)
    expect(await words('/status/shop')).toContain('it is late and was asked for')
    await ana.post(`${at}/mitigate`, { summary: 'x' })
    expect(await words('/status/shop')).toContain('Works again, we keep watching')
    await ana.post(`${at}/resolve`)
    expect(await words('/status/shop')).toContain('Everything works')
    expect(await words('/status/shop/history')).toMatch(
      /Checkout and payment did not work as it should From .*, 1 h 1 min .*One in three/,
    )
  })

  it('is never announced by itself for what is small, and by itself after ten minutes for what is bad', async () => {
    const open = async (severity: string) =>
      `/api/v1/incidents/${(await world.admin.post<Incident>('/api/v1/incidents', { title: 'x', severity, service: 'search' })).body.id}`
    const [small, bad] = [await open('sev3'), await open('sev2')]
    world.advance(10 * 60_000 + 1_000)
    await until(
      async () => (await words('/status/shop')).includes('Search does not work for everyone'),
      'the announcement',
    )
    expect(await words('/status/shop')).not.toContain('Search does not work as it should')
    for (const at of [small, bad]) await ana.post(`${at}/resolve`)
  })

  it('tells of planned work before and while it is done', async () => {
    const now = world.fireline.desk.clock.now().getTime()
    const time = (minutes: number) => new Date(now + minutes * 60_000).toISOString()
    const work = { services: ['search'], says: 'Search is moved.', startsAt: time(30), endsAt: time(60) }
    const wrong = await ana.post<{ error: { path: string } }>('/api/v1/planned-work', { ...work, endsAt: time(10) })
    expect([wrong.status, wrong.body.error.path]).toEqual([400, 'endsAt'])
    const maintenance = (...said: string[]) => atTerminal(world, ana, 'status-page', 'maintenance', ...said)
    const span = ['--from', work.startsAt, '--for', '30m']
    expect(await maintenance('add', 'search', '--says', work.says, ...span)).toMatch(
      /^Announced: search, .*: Search is moved\./,
    )
    const id = (await maintenance('list')).slice(0, 36)
    expect(await atTerminal(world, ana, 'status-page', 'list')).toContain(`0 by mail  ${world.url}/status/shop`)
    expect(await words('/status/shop')).toMatch(/Search Working .*Planned work .*Search is moved\./)
    world.advance(40 * 60_000)
    expect(await words('/status/shop')).toMatch(/Planned work is under way .*Search Planned work/)
    expect(await maintenance('end', id)).toContain('It is over')
    expect(await words('/status/shop')).not.toContain('Search is moved.')
  })

  it('lets who is hurt say so at the form of its service', async () => {
    const form = { service: 'checkout', kind: 'report', name: 'Shop form' }
    const { body } = await world.admin.post<{ url: string }>('/api/v1/integrations', form)
    const at = await declare('checkout', 'sev3')
    await tell(at, 'Slow.')
    const link = /href="(\/report\/[^"]+)">I&#39;m affected|href="(\/report\/[^"]+)">I'm affected/.exec(
      await html('/status/shop'),
    )
    expect(`${world.url}${link?.[1] ?? link?.[2]}`).toBe(body.url)
    expect(await words(`${link?.[1] ?? link?.[2]}`)).toContain('Something is wrong with checkout-svc?')
    await ana.post(`${at}/resolve`)
  })

  it('that is not public is there for who has its link, until the link is renewed', async () => {
    const inside = { ...page, title: 'Inside', isPublic: false, components: [{ service: 'billing', name: 'Bills' }] }
    const { body } = await world.admin.put<{ url: string }>('/api/v1/status-pages/inside', inside)
    const path = body.url.slice(world.url.length)
    const answer = await fetch(body.url)
    expect([answer.status, answer.headers.get('x-robots-tag'), answer.headers.get('cache-control')]).toEqual([
      200,
      'noindex, nofollow',
      'no-store',
    ])
    expect(await words(path)).toContain('Only for who has this link')
    for (const no of ['/status/inside', '/status/inside?key=x', '/status/inside/history', '/status/inside/atom.xml'])
      expect((await fetch(world.url + no)).status, no).toBe(404)
    expect((await ana.get('/status/inside')).status).toBe(200)
    await world.admin.post('/api/v1/status-pages/inside/new-link')
    expect((await fetch(body.url)).status).toBe(404)
  })
})

describe('who wants to hear of a status page', () => {
  const ask = (form: Record<string, string>) =>
    html('/status/shop/hear', { method: 'POST', body: new URLSearchParams({ severity: 'sev2', ...form }) })
  const linkIn = (body: string) => /http\S+\/c\/\S+/.exec(body)?.[0] ?? ''

  const allTold = () =>
    until(async () => {
      const owed = `select 1 from obligation where state = 'owed' and kind in ('tell-stakeholders', 'stakeholder-letter')`
      return (await world.fireline.desk.db.query(owed)).rowCount === 0
    }, 'nothing left to tell')

  it('is asked once whether it was they, and nothing comes before', async () => {
    ledger.takeNew()
    const answers = [
      await ask({ email: 'Cem@example.org', 'part-0': 'checkout' }),
      await ask({ email: 'cem@example.org' }),
    ]
    expect(answers[0]).toBe(answers[1])
    expect(await ask({ email: 'robot@example.org', website: 'x' })).toBe(answers[0])
    expect(await ask({ email: 'nobody' })).toContain('An address, as you@example.com.')
    const letter = await until(() => ledger.takeNew()[0], 'the question')
    expect([letter.to, letter.what]).toEqual(['cem@example.org', 'Do you want to hear of Lindholm Shop?'])
    const link = linkIn(letter.body)
    expect(await html(new URL(link).pathname)).toContain('Hear of Lindholm Shop?')
    const at = await declare('checkout', 'sev2')
    await tell(at, 'Too early.')
    await allTold()
    expect((await fetch(link, { method: 'POST', body: new URLSearchParams() })).status).toBe(200)
    await tell(at, 'Carts are empty.')
    const first = await until(() => ledger.takeNew()[0], 'the first word')
    expect(first.what).toBe('Something is wrong: Checkout and payment')
    expect(first.body).toContain('Carts are empty.')
    expect(first.body).toContain(`${world.url}/status/shop`)
    expect(first.body).not.toMatch(/secret-db-1|\/a\//)

    const elsewhere = await declare('search', 'sev2')
    await tell(elsewhere, 'Not of theirs.')
    const small = await declare('checkout', 'sev3')
    await tell(small, 'Not bad enough.')
    const { pages } = (await ana.get<{ pages: { slug: string; stakeholderCount: number }[] }>('/api/v1/status-pages'))
      .body
    expect(pages.find(one => one.slug === 'shop')?.stakeholderCount).toBe(1)

    const off = /<(http[^>]+)>/.exec(first.headers['list-unsubscribe'] ?? '')?.[1] ?? ''
    await fetch(off, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
    await tell(at, 'Nobody reads this by mail.')
    for (const one of [at, elsewhere, small]) await ana.post(`${one}/resolve`)
    await allTold()
    expect(ledger.unexpected()).toEqual([])
  })
})

describe('the same elsewhere', () => {
  it('is an Atom feed that holds hostile text as text', async () => {
    const at = await declare('search', 'sev1')
    await tell(at, 'It says ]]> & <b>\u0001\u202e "x"')
    const feed = await fetch(`${world.url}/status/shop/atom.xml`)
    expect(feed.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
    const xml = await feed.text()
    expect(xml).toContain('It says ]]&gt; &amp; &lt;b&gt;\u2400\u2400 &quot;x&quot;')
    expect(xml.match(/<entry>/g)).toHaveLength(xml.match(/<\/entry>/g)?.length ?? 0)
    const link = /<entry>.*?href="([^"]+)"/.exec(xml)?.[1] ?? ''
    expect(await (await fetch(link)).text()).toContain('Search does not work')
  })

  it('is a copy in a folder, whole, that needs no server and says how old it is; what is not public is not in it', async () => {
    const file = (name: string) => readFileSync(join(world.dataDir, 'status', name), 'utf8')
    const read = (name: string) =>
      file(name)
        .replace(/<style>.*?<\/style>|<[^>]+>/gs, ' ')
        .replace(/\s+/g, ' ')
    await until(() => read('shop/index.html').includes('Search does not work'), 'the copy')
    expect(read('shop/index.html')).toMatch(
      /Search does not work It says ]]&gt; .* Written .* all times Europe\/Berlin\. This is a copy/,
    )
    expect(file('index.html')).not.toMatch(/<script|src=|<form|url\(/)
    const links = [...file('shop/index.html').matchAll(/href="([^"]+)"/g)].map(one => one[1])
    expect(new Set(links)).toEqual(new Set(['atom.xml', 'history.html', 'index.html', `${world.url}/status/shop`]))
    expect(read('shop/history.html')).toContain('Checkout and payment did not work')
    expect(() => file('inside/index.html')).toThrow('ENOENT')
    await world.admin.put('/api/v1/status-pages/shop', { ...page, isPublic: false })
    await writeStatusCopies(world.fireline.desk, { dataDir: world.dataDir }, world.url)
    for (const name of ['index.html', 'shop/index.html', 'shop/atom.xml'])
      expect(() => file(name), name).toThrow('ENOENT')
    expect((await fetch(`${world.url}/status`)).status).toBe(404)
    expect(world.errors).toEqual([])
  })
})
