import type { Page } from 'playwright-core'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'

const at = (day: number, time: string) => `2025-11-${String(day).padStart(2, '0')}T${time}:00Z`

/** Two who take turns, one who comes after five minutes, nights of one person, a day that is asked for, and somebody who will be away. */
async function aWeekIsArranged(night: Night): Promise<void> {
  const { clock, world, people } = night
  await clock('09:20:00')
  const { ana, ben, mira, jonas, noor } = people
  const put = (path: string, body: object) => world.admin.put(`/api/v1/${path}`, body)
  const weekly = { every: 'week', handOverAt: '08:00', from: '2025-11-03' }
  await put('schedules/primary', { zone: 'Europe/Berlin', layers: [{ people: [ben.id, ana.id], ...weekly }] })
  await put('schedules/secondary', { zone: 'Europe/Berlin', layers: [{ people: [mira.id, ben.id], ...weekly }] })
  const hours = (who: string, days: string[], from: string, to: string) => ({
    zone: 'Europe/Berlin',
    layers: [{ people: [who], ...weekly, restrictions: [{ days, from, to }] }],
  })
  const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sun']
  await put('schedules/payments-days', hours(noor.id, [], '06:00', '22:00'))
  await put('schedules/payments-nights', hours(jonas.id, week, '22:00', '06:00'))
  const steps = [
    { afterMs: 0, notify: [{ schedule: 'primary' }] },
    { afterMs: 300_000, notify: [{ schedule: 'secondary' }] },
    { afterMs: 900_000, notify: [{ person: noor.id }] },
  ]
  await put('policies/checkout', { steps, repeat: 2, fallback: { person: noor.id } })
  await put('policies/payments', {
    steps: [
      { afterMs: 0, notify: [{ schedule: 'payments-nights' }, { schedule: 'payments-days' }] },
      { afterMs: 300_000, notify: [{ schedule: 'secondary' }] },
    ],
    repeat: 1,
  })
  await put('services/checkout', { name: 'Checkout', policy: 'checkout' })
  await put('services/payments', { name: 'Payments', policy: 'payments' })
  await world.admin.post('/api/v1/schedules/payments-days/overrides', {
    person: ben.id,
    from: at(14, '05:00'),
    to: at(14, '21:00'),
    reason: 'Noor is in court',
  })
  await ben.post(`/api/v1/people/${ben.id}/absences`, {
    from: at(13, '08:00'),
    to: at(13, '18:00'),
    what: 'at the dentist',
  })
  const holiday = ['SUMMARY:Volkstrauertag', 'DTSTART;VALUE=DATE:20251116', 'END:VEVENT', 'END:VCALENDAR']
  await put('holidays/germany', { zone: 'UTC', ics: ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...holiday].join('\n') })
  await calendarsAreRead(night)
  await ana.post('/api/v1/schedules/primary/notes', {
    text: 'The replica of stock is rebuilt until noon; its alerts are silenced.',
  })
  await ana.post('/api/v1/swaps', {
    schedule: 'primary',
    from: at(15, '08:00'),
    to: at(15, '20:00'),
    ask: [mira.id, ben.id],
    note: 'My sister marries.',
  })
  await clock('09:31:00')
}

/** One that was read a moment ago, and one that could be read this morning and cannot now. */
async function calendarsAreRead({ world, people: { noor } }: Night): Promise<void> {
  const url = 'https://calendar.example.org/noor/away.ics'
  await noor.put(`/api/v1/people/${noor.id}/calendars/calendar.example.org`, { url })
  await world.admin.put('/api/v1/holiday-calendars/feiertage.example.org', {
    url: 'https://feiertage.example.org/de.ics',
  })
  const stands = 'update subscribed_calendar set next_at = $1, checked_at = $2, good_at = $3, events = $4, trouble = $5'
  const set = (who: string, values: unknown[]) =>
    world.fireline.desk.db.query(`${stands} where person is ${who}`, [at(30, '00:00'), ago(20), ...values])
  const ago = (minutes: number) => new Date(world.fireline.desk.clock.now().getTime() - minutes * 60_000)
  await set('null', [ago(20), 12, null])
  await set('not null', [ago(260), 4, 'It answers 503.'])
}

const change = async (page: Page) => {
  await page.getByRole('button', { name: 'I cannot…' }).first().click()
  await page.getByRole('heading', { name: 'Swap or override' }).waitFor()
}

const exchange = async (page: Page) => {
  await change(page)
  await page.getByRole('combobox', { name: 'Who' }).selectOption({ label: 'Ben' })
  await page.getByRole('combobox', { name: 'In return' }).selectOption({ index: 1 })
}

/** Who is on call when, and by what people are called. */
export const arranged: readonly Picture[] = [
  {
    name: 'on-call',
    says: 'The week: who is on call now and next, a gap and who would be called in it, a day that is asked for, what I can do about mine.',
    before: aWeekIsArranged,
    as: 'ana',
    path: '/on-call',
    shows: 'You, this week',
  },
  {
    name: 'on-call-asked',
    says: 'The same week for who is asked to take a day: yes or no, one tap.',
    as: 'mira',
    path: '/on-call',
    shows: 'Yes, I take it',
  },
  {
    name: 'on-call-change',
    says: 'One form for a swap and an override.',
    as: 'ana',
    path: '/on-call',
    shows: 'You, this week',
    act: change,
  },
  {
    name: 'on-call-exchange',
    says: 'The same form for an exchange: one person is asked, and which shift of theirs is taken in return.',
    as: 'ana',
    path: '/on-call',
    shows: 'You, this week',
    act: exchange,
  },
  {
    name: 'on-call-calendars',
    says: 'When I am away, read each hour from a calendar of my own: what it said stays while it cannot be read. Below it the holidays.',
    as: 'noor',
    path: '/on-call',
    shows: 'Holidays',
    act: page => page.getByRole('heading', { name: 'When you are away' }).evaluate(one => one.scrollIntoView()),
  },
  {
    name: 'on-call-swap-link',
    says: 'The page behind the link of that question, without signing in.',
    path: night => swapLink(night),
    shows: 'Yes, I take it',
  },
  {
    name: 'on-call-schedule',
    says: 'One schedule in words, and as a form for who may change it.',
    as: 'noor',
    path: '/on-call/payments-nights',
    shows: 'Save it',
  },
  {
    name: 'policy',
    says: 'A policy in words: whom it calls after how long, who that is now, and that it never ends in silence.',
    as: 'ana',
    path: '/policies/checkout',
    shows: 'Never silence',
  },
  {
    name: 'policy-change',
    says: 'The same policy as a form.',
    as: 'noor',
    path: '/policies/checkout',
    shows: 'Change it',
    act: async page => {
      await page.getByRole('button', { name: 'Change it' }).click()
      await page.getByRole('button', { name: 'Save it' }).waitFor()
    },
  },
]

function swapLink({ ledger }: Night): string {
  const mail = ledger.sent.findLast(one => one.to.startsWith('mira@') && one.body.includes('/s/'))
  const path = /\/s\/[-_A-Za-z0-9]+/.exec(mail?.body.replaceAll('=\r\n', '') ?? '')?.[0]
  if (!path) throw new Error('Mira was not asked')
  return path
}
