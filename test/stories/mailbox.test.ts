import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import type { AlertShown } from '../../src/store/alerts.ts'
import { type Dovecot, startDovecot } from '../dovecot.ts'
import { Ledger } from '../fakes/ledger.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import { startWorld, until, type World } from '../harness.ts'
import { requireProgram } from '../real-program.ts'

const program = requireProgram('openssl') && requireProgram('dovecot')

const mail = (headers: Record<string, string>, body: string): string =>
  [...Object.entries({ 'MIME-Version': '1.0', ...headers }).map(([name, value]) => `${name}: ${value}`), '', body].join(
    '\r\n',
  )

describe.skipIf(!program)('a support mailbox', () => {
  let world: World
  let imap: Dovecot
  let letters: SmtpFake
  const ledger = new Ledger()
  beforeAll(async () => {
    ;[imap, world] = await Promise.all([
      startDovecot(program ?? ''),
      startSmtp(ledger).then(async smtp => {
        letters = smtp
        return startWorld({ FIRELINE_ALLOW_PRIVATE: 'localhost', FIRELINE_SMTP_URL: smtp.url }, { ledger })
      }),
    ])
    const stakeholders = [{ email: 'boss@example.org' }]
    await world.admin.put('/api/v1/services/shop', { name: 'shop' })
    await world.admin.put('/api/v1/services/other', { name: 'other', stakeholders })
  })
  afterAll(async () => {
    await world.stop()
    await Promise.all([imap.stop(), letters.stop()])
  })

  interface Box {
    state: string
    trouble?: string
    readCount: number
    failures: number
    checkedAt?: string
  }
  const box = async (slug: string) => (await world.admin.get<Box>(`/api/v1/mailboxes/${slug}`)).body
  const put = (slug: string, body: object = {}) =>
    world.admin.put<Box>(`/api/v1/mailboxes/${slug}`, {
      service: 'shop',
      host: 'localhost',
      port: imap.port,
      user: imap.user,
      password: imap.password,
      ca: imap.ca,
      ...body,
    })
  /** Until it was looked at once more. */
  async function looked(slug: string): Promise<Box> {
    const before = (await box(slug)).checkedAt
    world.advance(16 * 60_000)
    return until(
      async () => ((await box(slug)).checkedAt !== before ? box(slug) : undefined),
      `another look at ${slug}`,
    )
  }

  it('each new mail of a person is a report, read once, and marked only after it is kept', async () => {
    imap.deliver(
      mail(
        {
          From: 'Zoë <zoe@example.org>',
          Subject: 'Re: Cannot pay',
          'Message-ID': '<1@example.org>',
          'Content-Type': 'text/plain; charset=utf-8',
        },
        'The card is refused.\r\n\r\nOn Fri, Jan 30, 2026 at 2:40 AM Shop <help@shop.example.org> wrote:\r\n> Dear customer',
      ),
    )
    imap.deliver(mail({ From: 'b@example.org', Subject: 'Away', 'Auto-Submitted': 'auto-replied' }, 'I am on holiday.'))
    imap.deliver(mail({ From: 'MAILER-DAEMON@example.org', Subject: 'Undelivered' }, 'It bounced.'))
    expect((await put('support', { moveTo: 'Done' })).body).toMatchObject({ state: 'waiting' })
    await until(async () => (await box('support')).state === 'read', 'the mailbox to be read')
    expect((await box('support')).readCount).toBe(1)
    expect([imap.count(), imap.count('Done')]).toEqual([
      { all: 0, seen: 0 },
      { all: 3, seen: 3 },
    ])
    const { body } = await world.admin.get<{ incidents: Incident[] }>('/api/v1/incidents?status=open')
    expect(body.incidents).toMatchObject([{ title: 'Cannot pay', service: 'shop', severity: 'sev3' }])
    const told = await world.admin.get<{ reports: object[] }>(`/api/v1/incidents/${body.incidents[0]?.id}/reports`)
    expect(told.body.reports).toMatchObject([
      { says: 'Cannot pay\nThe card is refused.', name: 'Zoë', contact: 'zoe@example.org', source: 'Mail to support' },
    ])
  })

  it('the same mail again is the same report, and hostile mail is only text', async () => {
    imap.deliver(mail({ From: 'zoe@example.org', Subject: 'Cannot pay', 'Message-ID': '<1@example.org>' }, 'again'))
    imap.deliver(
      mail(
        {
          From: '"<script>" <x@example.org>',
          Subject: '=?utf-8?B?PGltZyBzcmM9eD4A?=',
          'Content-Type': 'multipart/mixed; boundary=b',
        },
        '--b\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n--b\r\nContent-Type: text/plain\r\n\r\n\u0000<b>bold</b>\u001b[2J\r\n--b--\r\n',
      ),
    )
    imap.deliver('\u0000\u0001 not a mail at all')
    await looked('support')
    expect(imap.count('Done')).toEqual({ all: 6, seen: 6 })
    const { rows } = await world.fireline.desk.db.query<{ says: string }>(
      `select says from user_report where service = 'shop' order by at, id`,
    )
    expect(rows).toHaveLength(3)
    expect(rows[1]?.says).toContain('<img src=x>')
    expect(rows[1]?.says).toContain('<b>bold</b>')
    expect(rows[1]?.says).not.toContain('alert(1)')
  })

  it('an answer to a letter of ours is kept with its incident, acts on nothing, and one press makes a theory of it', async () => {
    const ana = await world.person('Ana')
    const { body: fire } = await ana.post<{ id: string }>('/api/v1/incidents', {
      title: 'Shop is slow',
      severity: 'sev4',
      service: 'other',
    })
    await ana.post(`/api/v1/incidents/${fire.id}/post-update`, { text: 'We look.', audience: 'stakeholders' })
    const letter = await until(() => ledger.find(one => one.to === 'boss@example.org'), 'a letter to a stakeholder')
    const { references = '', 'message-id': letterId } = letter.headers
    const answer = (id: string, thread: string) =>
      mail(
        {
          From: 'Ana <ana@example.org>',
          Subject: 'Re: Under way: Shop is slow',
          'Message-ID': `<${id}@example.org>`,
          'In-Reply-To': letterId ?? '',
          References: thread,
        },
        'acknowledge\r\nIt is the cache.\r\n\r\nOn Fri, Jan 30, 2026 at 2:40 AM Fireline <f@example.org> wrote:\r\n> SEV4',
      )
    const at = (more = '') => `/api/v1/incidents/${fire.id}${more}`
    const reports = async () => (await world.fireline.desk.db.query('select 1 from user_report')).rowCount
    const before = await reports()
    for (const id of ['a1', 'a1', 'a2']) imap.deliver(answer(id, `${references} ${letterId}`))
    imap.deliver(answer('a3', '<incident-019a0000-0000-7000-8000-000000000000@fireline>'))
    await looked('support')
    const { body: is } = await ana.get<Incident>(at())
    const said = { text: 'acknowledge\nIt is the cache.', from: 'Ana <ana@example.org>', over: 'mail' }
    expect(is.remarks).toMatchObject([said, said])
    expect([is.remarks?.[0]?.person, is.acknowledgedBy, (await reports()) === (before ?? 0) + 1]).toEqual([
      undefined,
      undefined,
      true,
    ])
    const kept = await ana.post<{ entries: { type: string }[] }>(at('/keep-remark'), { remark: 'R1', as: 'hypothesis' })
    expect(kept.body.entries.map(one => one.type)).toEqual(['HypothesisProposed', 'RemarkKept'])
    await ana.post(at('/keep-remark'), { remark: is.remarks?.[1]?.id, as: 'statement' })
    const { body: now } = await ana.get<Incident>(at())
    expect(now.evidence.at(-1)).toMatchObject({ kind: 'statement', excerpt: said.text })
    expect(now.hypotheses).toMatchObject([{ statement: said.text, by: 'Ana' }])
    await ana.post(at('/resolve'), {})
    world.advance(5 * 60_000 + 1_000)
    await until(() => ledger.find(one => one.what === 'Over: other'), 'the word that it is over')
  })

  it('a mailbox that cannot be read is plain to see, asked ever more seldom, and back by itself', async () => {
    await put('dead', { service: 'other', port: imap.plainPort, security: 'starttls', password: 'wrong' })
    const first = await until(
      async () => ((await box('dead')).state === 'failing' ? box('dead') : undefined),
      'a failure',
    )
    expect(first.trouble).toMatch(/authentication failed/i)
    expect(JSON.stringify(first)).not.toContain('wrong')
    await looked('dead')
    expect(await looked('dead')).toMatchObject({ failures: 3 })
    const alert = async (status: string) =>
      until(async () => {
        const { body } = await world.admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?status=${status}`)
        return body.alerts.find(one => one.title === 'Mail to dead is not read')
      }, `an alert that is ${status}`)
    expect(await alert('firing')).toMatchObject({ severity: 'warning', service: 'other' })
    await put('dead', { service: 'other', port: imap.plainPort, security: 'starttls' })
    await alert('resolved')
    expect(await box('dead')).toMatchObject({ state: 'read', failures: 0 })
  })

  it('a server is trusted only when it proves its name, and a password never goes to another server', async () => {
    await put('strange', { service: 'other', ca: undefined })
    const { trouble } = await until(
      async () => ((await box('strange')).trouble ? box('strange') : undefined),
      'a refusal',
    )
    expect(trouble).toMatch(/self-signed|certificate/i)
    const { password: _, ...same } = { password: '', service: 'other' }
    const elsewhere = await put('strange', { ...same, host: 'imap.example.org', password: undefined })
    expect(elsewhere.body).toMatchObject({ error: { path: 'password' } })
    expect((await put('strange', { ...same, password: undefined })).status).toBe(200)
    await put('inside', { service: 'other', host: '10.0.0.1' })
    const inside = await until(async () => ((await box('inside')).trouble ? box('inside') : undefined), 'a refusal')
    expect(inside.trouble).toContain('FIRELINE_ALLOW_PRIVATE=10.0.0.1')
    const { rows } = await world.fireline.desk.db.query<{ settings: string }>('select settings from mailbox')
    expect(rows.map(row => row.settings).join()).not.toContain('localhost')
    for (const slug of ['strange', 'inside', 'dead', 'support'])
      expect((await world.admin.delete(`/api/v1/mailboxes/${slug}`)).status).toBe(200)
    expect(world.errors).toEqual([])
  })
})
