import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sayWhen } from '../../src/cli/when.ts'
import { atTerminal } from '../at-terminal.ts'
import { type HttpFake, startHttp } from '../fakes/http.ts'
import { Ledger } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

const ledger = new Ledger()
const hourMs = 3_600_000
let world: World
let smtp: Awaited<ReturnType<typeof startSmtp>>
let ana: Caller
let ben: Caller
let mira: Caller

beforeAll(async () => {
  smtp = await startSmtp(ledger)
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url, FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }, { ledger })
  ana = await world.person('Ana', 'responder', 'ana@example.org')
  ben = await world.person('Ben', 'responder', 'ben@example.org')
  mira = await world.person('Mira', 'responder', 'mira@example.org')
  const from = new Date(world.fireline.desk.clock.now().getTime() - hourMs).toISOString()
  const layers = [{ people: [ana.id, ben.id], every: 'P4W', from }]
  await world.admin.put('/api/v1/schedules/primary', { zone: 'Europe/Berlin', layers })
  await world.admin.put('/api/v1/policies/checkout', { steps: [{ afterMs: 0, notify: [{ schedule: 'primary' }] }] })
})
afterAll(async () => {
  await world.stop()
  await smtp.stop()
})

const inHours = (hours: number) => new Date(world.fireline.desk.clock.now().getTime() + hours * hourMs).toISOString()
const onCallAt = async (at: string) => {
  const { body } = await ana.get<{ onCall: { schedule: string; person: { name: string } | null }[] }>(
    `/api/v1/on-call?at=${encodeURIComponent(at)}`,
  )
  return body.onCall.find(one => one.schedule === 'primary')?.person?.name
}
const mailTo = (to: string) =>
  until(() => ledger.find(one => one.to.includes(to) && !read.has(one) && !!read.add(one)), `a mail to ${to}`)
const read = new Set<unknown>()
const nothingOwed = () =>
  until(async () => {
    const { rowCount } = await world.fireline.desk.db.query(
      `select 1 from obligation where kind = 'on-call-word' and state = 'owed'`,
    )
    return rowCount === 0
  }, 'every word to be said')
const linkIn = (body: string) =>
  /https?:\/\/\S+\/s\/\S+/.exec(body.replaceAll('=\n', '').replaceAll('=3D', '='))?.[0] ?? 'no link'
const post = (link: string, answer: string) =>
  fetch(link, { method: 'POST', body: new URLSearchParams({ answer }), redirect: 'manual' })

describe('from a terminal', () => {
  it('who is on call now, at another time, and for a service', async () => {
    const { body } = await ana.get<{ shifts: { from: string; to: string }[] }>(
      `/api/v1/schedules/primary/shifts?from=${inHours(0)}&to=${inHours(24 * 90)}`,
    )
    const [first, second] = body.shifts
    expect(await atTerminal(world, ana, 'on-call')).toBe(`primary  Ana  until ${sayWhen(first?.to ?? '')}, then Ben\n`)
    const then = await atTerminal(world, ana, 'on-call', '--at', inHours(24 * 40), '--json')
    expect(JSON.parse(then)).toMatchObject({ onCall: [{ person: { name: 'Ben' }, until: second?.to }] })
    await world.admin.put('/api/v1/services/shop', { name: 'Shop', policy: 'checkout' })
    expect(await atTerminal(world, ana, 'on-call', '--service', 'shop')).toBe(
      'By the policy checkout, until somebody acknowledges:\nat once  Ana (primary)\n',
    )
    await expect(atTerminal(world, ana, 'on-call', '--service', 'shoop')).rejects.toThrow('There is: shop')
    expect(await atTerminal(world, ana, 'on-call', 'mine')).toContain(', now\n')
    await expect(atTerminal(world, ana, 'on-call', '--at', 'soon')).rejects.toThrow('--at is a time: now, +2h')
  })

  it('asks for a swap of the next shift, and answers one, as the page does', async () => {
    await expect(atTerminal(world, mira, 'on-call', 'swap', 'primary')).rejects.toThrow('You have no shift on primary')
    await expect(atTerminal(world, ana, 'on-call', 'swap', 'primary', '--ask', 'eve')).rejects.toThrow(
      'There is no person eve.',
    )
    const words = ['--ask', 'ben@example.org', '--in-return', inHours(24 * 30), '--note', 'a wedding']
    const asked = await atTerminal(world, ana, 'on-call', 'swap', 'primary', ...words)
    expect(asked).toMatch(
      /^Asked Ben: primary, .*, in return .*, “a wedding”\. It is yours until somebody says yes\.\n$/,
    )
    expect((await mailTo('ben@')).body).toContain('a wedding')
    expect(await atTerminal(world, mira, 'on-call', 'swaps')).toMatch(/^[-0-9a-f]{36} {2}open {2}Ana asks Ben: primary/)
    await expect(atTerminal(world, mira, 'on-call', 'take')).rejects.toThrow('Nobody asks you for a swap.')
    expect(await atTerminal(world, ben, 'on-call', 'decline')).toContain('You said that you cannot: primary')
    await mailTo('ana@')
    expect(await atTerminal(world, ana, 'on-call', 'withdraw')).toContain('it is still yours')
  })

  it('takes a time, puts it back, and says where an absence meets a shift', async () => {
    const took = await atTerminal(world, mira, 'on-call', 'override', 'primary', '--from', inHours(70), '--for', '2h')
    expect(took).toContain('You are on call on primary')
    expect((await mailTo('ana@')).what).toContain('primary')
    expect(await atTerminal(world, mira, 'on-call', 'overrides')).toContain('primary  Mira')
    const [end = ''] = /(?<=--end )\S+/.exec(took) ?? []
    expect(await atTerminal(world, mira, 'on-call', 'override', 'primary', '--end', end)).toContain('It is as it was')
    await mailTo('ana@')
    await expect(atTerminal(world, mira, 'on-call', 'override', 'primary')).rejects.toThrow('Say until when: --to')
    const away = await atTerminal(world, ana, 'on-call', 'cant', '--from', inHours(80), '--for', '4h', '--ask')
    expect(away).toMatch(/You are away .*\(away\), \S+\.\nThe others of primary are asked for/)
    await mailTo('ben@')
    await atTerminal(world, ana, 'on-call', 'withdraw')
    await mailTo('ben@')
    const [id = ''] = /(?<=\(away\), )[-0-9a-f]{36}/.exec(away) ?? []
    expect(await atTerminal(world, ana, 'on-call', 'cant', '--after-all', id)).toBe('You are there after all.\n')
    expect(await atTerminal(world, mira, 'on-call', 'cant', '--for', '2h')).toContain('You have no shift then.')
  })

  it('a person reads and changes their own rules', async () => {
    const set = (...words: string[]) => atTerminal(world, mira, 'rules', 'set', ...words)
    expect(await atTerminal(world, mira, 'rules')).toBe(
      'Paged over: the best channel first, the next when it fails.\nNo quiet hours.\n',
    )
    await set('--over', 'mail')
    expect(await set('--quiet', 'sat,sun 22:00-10:00 lets sev2', '--zone', 'Europe/Berlin')).toBe(
      'Paged over: mail at once.\n' +
        'Quiet 22:00 to 10:00, sat, sun (Europe/Berlin): only sev1 and sev2 ring, unless nobody else can be woken.\n',
    )
    await expect(set('--over', 'sms=5m')).rejects.toThrow('The first is called at once')
    await expect(set('--quiet', 'nights')).rejects.toThrow('--quiet: "nights" is not read.')
    expect(await set('--quiet', 'none', '--over', 'best')).toContain('No quiet hours.')
  })
})

describe('who is on call instead', () => {
  it('Ben takes Ana’s day by one tap behind a link; looking at it changes nothing', async () => {
    const day = { from: inHours(24), to: inHours(36) }
    expect(await onCallAt(day.from)).toBe('Ana')
    const asked = await ana.post<{ id: string; state: string }>('/api/v1/swaps', {
      schedule: 'primary',
      ...day,
      note: 'a wedding',
    })
    expect([asked.status, asked.body.state]).toEqual([201, 'open'])
    const letter = await mailTo('ben@')
    expect(letter.what).toContain('Ana asks: could you be on call on primary')
    expect(letter.body).toContain('a wedding')
    const link = linkIn(letter.body)
    const page = await (await fetch(link)).text()
    expect(page).toContain('Could you be on call for Ana?')
    expect(await onCallAt(day.from)).toBe('Ana')
    expect((await post(link, 'take')).status).toBe(303)
    expect(await onCallAt(day.from)).toBe('Ben')
    expect(await onCallAt(day.to)).toBe('Ana')
    expect(await (await fetch(link)).text()).toContain('It is yours')
    expect((await mailTo('ana@')).what).toContain('Ben has it: primary')
    // Once more changes nothing and tells nobody.
    expect((await post(link, 'take')).status).toBe(303)
    expect((await ana.post(`/api/v1/swaps/${asked.body.id}/withdraw`)).body).toMatchObject({
      error: { code: 'swap-over', message: 'Ben has it already.' },
    })
  })

  it('a no of everybody is told to who asked, and a question nobody answered is over when its time begins', async () => {
    const night = { schedule: 'primary', from: inHours(48), to: inHours(52), ask: [mira.id] }
    const { body } = await ana.post<{ id: string }>('/api/v1/swaps', night)
    const link = linkIn((await mailTo('mira@')).body)
    expect((await ben.post(`/api/v1/swaps/${body.id}/take`)).status).toBe(403)
    expect((await mira.post(`/api/v1/swaps/${body.id}/decline`)).body).toMatchObject({ state: 'declined' })
    expect((await mailTo('ana@')).what).toContain('Nobody could take it')
    await nothingOwed()
    world.advance(49 * hourMs)
    expect(await (await fetch(link)).text()).toContain('That time has begun')
    expect((await mira.post(`/api/v1/swaps/${body.id}/take`)).status).toBe(409)
    expect(await onCallAt(inHours(0))).toBe('Ana')
  })

  it('an exchange gives both', async () => {
    const [mine, yours] = [
      { from: inHours(10), to: inHours(12) },
      { from: inHours(30 * 24), to: inHours(30 * 24 + 2) },
    ]
    const two = { schedule: 'primary', ...mine, inReturn: yours }
    expect((await ana.post('/api/v1/swaps', { ...two, inReturn: mine, ask: [ben.id] })).body).toMatchObject({
      error: { path: 'inReturn.from' },
    })
    const { body } = await ana.post<{ id: string }>('/api/v1/swaps', { ...two, ask: [ben.id] })
    expect((await mailTo('ben@')).body).toContain('In return Ana takes yours')
    await ben.post(`/api/v1/swaps/${body.id}/take`)
    expect([await onCallAt(mine.from), await onCallAt(yours.from)]).toEqual(['Ben', 'Ana'])
    await mailTo('ana@')
  })

  it('a responder takes time for themselves, an admin for anybody, and whose time it was hears of it', async () => {
    const at = '/api/v1/schedules/primary/overrides'
    const time = { from: inHours(100), to: inHours(104) }
    expect((await mira.post(at, { ...time, person: ben.id })).status).toBe(403)
    expect((await mira.post(at, { from: time.to, to: time.from })).body).toMatchObject({ error: { path: 'to' } })
    const made = await mira.post<{ id: string; warnings: object[] }>(at, { ...time, reason: 'Ana is on a plane' })
    expect([made.status, made.body.warnings]).toEqual([201, []])
    expect((await mailTo('ana@')).body).toContain('Ana is on a plane')
    expect(await onCallAt(time.from)).toBe('Mira')
    expect((await ben.delete(`${at}/${made.body.id}`)).status).toBe(403)
    await mira.delete(`${at}/${made.body.id}`)
    expect(await onCallAt(time.from)).toBe('Ana')
    expect((await mailTo('ana@')).what).toContain('changed back')
    await world.admin.post(at, { ...time, person: mira.id })
    expect((await mailTo('mira@')).what).toContain('You are on call on primary')
    await mailTo('ana@')
  })

  it('who is away is told before their shift, as a conflict with it', async () => {
    const away = { from: inHours(120), to: inHours(130), what: 'vacation' }
    expect((await ben.post(`/api/v1/people/${ana.id}/absences`, away)).status).toBe(403)
    const made = await ana.post<{ id: string; conflicts: object[] }>(`/api/v1/people/${ana.id}/absences`, away)
    expect(made.body.conflicts).toEqual([
      { schedule: 'primary', person: ana.id, from: away.from, to: away.to, what: 'vacation' },
    ])
    const over = await world.admin.post<{ id: string; warnings: object[] }>('/api/v1/schedules/primary/overrides', {
      ...away,
      what: undefined,
      person: ana.id,
    })
    expect(over.body.warnings).toEqual([{ path: 'person', says: 'Ana is away in that time: vacation.' }])
    expect((await mailTo('ana@')).what).toContain('You are on call')
    expect((await ana.delete(`/api/v1/people/${ana.id}/absences/${made.body.id}`)).status).toBe(200)
    expect((await ana.get(`/api/v1/people/${ana.id}/absences`)).body).toEqual({ absences: [] })
  })

  it('a calendar subscribes to my shifts by an address of my own, until I switch it off', async () => {
    const { url } = (await ana.post<{ url: string }>('/api/v1/me/calendar')).body
    expect((await ana.get('/api/v1/me/calendar')).body).toEqual({ url })
    const feed = await fetch(url)
    expect([feed.status, feed.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
    const text = await feed.text()
    expect(text).toContain('X-WR-CALNAME:On call\\, Ana\r\n')
    expect(text).toContain('SUMMARY:On call: primary\r\n')
    const whole = (await ben.get<string>('/api/v1/schedules/primary/calendar.ics')).body
    expect(whole).toContain('SUMMARY:Mira: primary')
    expect((await fetch(`${world.url}/cal/unknown.ics`)).status).toBe(404)
    await ana.delete('/api/v1/me/calendar')
    expect((await fetch(url)).status).toBe(404)
  })

  it('vacations and holidays are read from calendars, and are seen before the shift', async () => {
    const day = inHours(200).slice(0, 10)
    const ics = (title: string) =>
      [
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        `SUMMARY:${title}`,
        `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`,
        'END:VEVENT',
        'END:VCALENDAR',
      ].join('\n')
    expect((await ana.put(`/api/v1/people/${ana.id}/absences/my-calendar`, { ics: 'no calendar' })).body).toMatchObject(
      {
        error: { path: 'ics' },
      },
    )
    const vacation = `/api/v1/people/${ana.id}/absences/my-calendar`
    expect((await ana.put(vacation, { ics: ics('Vacation') })).body).toMatchObject({ read: 1, left: [] })
    expect((await ana.put(vacation, { ics: ics('Sailing') })).body).toMatchObject({ read: 1 })
    expect(
      (await world.admin.put('/api/v1/holidays/berlin', { ics: ics('A holiday'), zone: 'Nowhere' })).body,
    ).toMatchObject({
      error: { path: 'zone' },
    })
    await world.admin.put('/api/v1/holidays/berlin', { ics: ics('A holiday') })
    const { body } = await ben.get<{ schedules: { conflicts: object[] }[]; holidays: object[] }>(
      `/api/v1/on-call/week?from=${day}T00:00:00Z&to=${day}T23:59:00Z`,
    )
    expect(body.schedules[0]?.conflicts).toEqual([expect.objectContaining({ person: ana.id, what: 'Sailing' })])
    expect(body.holidays).toEqual([expect.objectContaining({ what: 'A holiday', source: 'berlin' })])
  })

  it('the page reads one week whole, and a note is left for who comes next', async () => {
    expect((await mira.post('/api/v1/schedules/primary/notes', { text: 'quiet so far' })).status).toBe(403)
    expect((await ana.post('/api/v1/schedules/primary/notes', { text: 'db-2 is slow, see INC-3' })).status).toBe(201)
    const { body } = await ben.get<{ schedules: object[]; policies: object[] }>(
      `/api/v1/on-call/week?from=${inHours(0)}&to=${inHours(168)}`,
    )
    expect(body.schedules).toEqual([
      expect.objectContaining({
        schedule: 'primary',
        zone: 'Europe/Berlin',
        now: ana.id,
        conflicts: [],
        note: expect.objectContaining({ person: ana.id, text: 'db-2 is slow, see INC-3' }),
      }),
    ])
    expect(body.policies).toContainEqual(expect.objectContaining({ policy: 'checkout', gaps: [] }))
    const far = `/api/v1/on-call/week?from=${inHours(0)}&to=${inHours(24 * 200)}`
    expect((await ben.get(far)).body).toMatchObject({ error: { path: 'query.to' } })
  })

  it('what is used is not deleted, and a gap of a schedule that nobody uses yet is said when it is saved', async () => {
    expect((await world.admin.delete('/api/v1/schedules/primary')).body).toMatchObject({
      error: { code: 'in-use', message: 'The policy "checkout" uses it. Take it out there first.' },
    })
    const nights = { people: [ana.id], from: '2026-01-01', restrictions: [{ from: '22:00', to: '06:00' }] }
    const saved = await world.admin.put<{ warnings: { says: string }[] }>('/api/v1/schedules/nights', {
      layers: [nights],
    })
    expect(saved.body.warnings[0]?.says).toMatch(/^Nobody is on call from .* No policy goes by this schedule yet/)
    expect((await world.admin.delete('/api/v1/schedules/nights')).status).toBe(200)
    expect((await world.admin.get('/api/v1/schedules/nights')).status).toBe(404)
  })
})

describe('a calendar that is read from its address', () => {
  const event = (title: string) =>
    `BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:${title}\nDTSTART;VALUE=DATE:${inHours(400).slice(0, 10).replaceAll('-', '')}\nEND:VEVENT\nEND:VCALENDAR`
  const calendar = { body: '', etag: '"1"', conditions: [] as (string | undefined)[], status: 200 }
  let server: HttpFake
  beforeAll(async () => {
    server = await startHttp(ledger, ({ headers }, response) => {
      calendar.conditions.push(headers['if-none-match'])
      const status = calendar.status === 200 && headers['if-none-match'] === calendar.etag ? 304 : calendar.status
      response.writeHead(status, { etag: calendar.etag }).end(status === 200 ? calendar.body : '')
      return true
    })
  })
  afterAll(() => server.stop())

  interface Shown {
    source: string
    state: string
    goodAt?: string
    events: number
    trouble?: string
  }
  const mine = () => `/api/v1/people/${ana.id}/calendars`
  const feed = async () => (await ana.get<{ calendars: Shown[] }>(mine())).body.calendars[0]
  const away = async () =>
    (
      await ana.get<{ absences: { what: string; source?: string }[] }>(`/api/v1/people/${ana.id}/absences`)
    ).body.absences
      .filter(one => one.source === 'outlook')
      .map(one => one.what)
  const stands = (state: string, trouble?: string) =>
    until(async () => {
      world.advance(0)
      const is = await feed()
      return is?.state === state && is.trouble === trouble && is
    }, `it to be ${state}`)

  it('is read each hour, says what it said while it cannot be read, and shows its address to nobody', async () => {
    calendar.body = event('Vacation')
    const url = `${server.url}/secret-7b1f/mine.ics`
    expect((await ben.put(`${mine()}/outlook`, { url })).status).toBe(403)
    expect((await ana.put(`${mine()}/outlook`, { url: 'file:///etc/passwd' })).body).toMatchObject({
      error: { path: 'url' },
    })
    expect((await ana.put(`${mine()}/outlook`, { url })).body).toMatchObject({ state: 'waiting', events: 0 })
    const first = await stands('read')
    expect([first.events, await away()]).toEqual([1, ['Vacation']])
    expect(JSON.stringify((await ben.get(mine())).body)).not.toContain('secret-7b1f')
    expect((await ana.put(`/api/v1/people/${ana.id}/absences/outlook`, { ics: event('x') })).status).toBe(409)

    world.advance(61 * 60_000)
    await until(async () => (await feed())?.goodAt !== first.goodAt, 'the second look')
    expect(calendar.conditions).toEqual([undefined, '"1"'])

    Object.assign(calendar, { status: 503, etag: '"2"', body: event('Sailing') })
    world.advance(61 * 60_000)
    await stands('failing', 'It answers 503.')
    expect(await away()).toEqual(['Vacation'])
    calendar.status = 200
    world.advance(6 * 60_000)
    await stands('read')
    expect(await away()).toEqual(['Sailing'])

    Object.assign(calendar, { etag: '"3"', body: event('x'.repeat(500_000)) })
    world.advance(61 * 60_000)
    await stands('failing', 'It is larger than 500 KB.')
    expect(await away()).toEqual(['Sailing'])
    expect((await ana.delete(`${mine()}/outlook`)).status).toBe(200)
    expect([await away(), await feed()]).toEqual([[], undefined])
  })

  it('may be the holidays of an admin’s choice, and reaches nothing inside the house', async () => {
    const path = '/api/v1/holiday-calendars/hamburg'
    expect((await ana.put(path, { url: server.url })).status).toBe(403)
    Object.assign(calendar, { etag: '"4"', body: event('Reformation Day') })
    await world.admin.put(path, { url: `${server.url}/holidays.ics`, zone: 'Europe/Berlin' })
    const holidays = async () =>
      (await ana.get<{ holidays: { what: string }[] }>('/api/v1/holidays')).body.holidays.map(one => one.what)
    const isThere = async () => (await holidays()).includes('Reformation Day')
    await until(async () => (world.advance(0), await isThere()), 'the holidays')
    await world.admin.put(path, { url: 'http://169.254.169.254/latest/meta-data' })
    const list = async () => (await ana.get<{ calendars: Shown[] }>('/api/v1/holiday-calendars')).body.calendars
    const inside = await until(async () => (world.advance(0), (await list())[0]?.trouble), 'the no')
    expect(inside).toContain('FIRELINE_ALLOW_PRIVATE')
    await world.admin.delete(path)
    expect(await isThere()).toBe(false)
  })
})
