import { until } from '../harness.ts'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'

/** Two shifts begin: Jonas taps, and one of his channels is refused; who begins the other one does not answer. */
async function twoShiftsBegin({ clock, world, people, ledger }: Night): Promise<void> {
  const [ana, ben, jonas, mira] = [people.ana.id, people.ben.id, people.jonas.id, people.mira.id]
  const layer = (of: string[]) => ({ people: of, every: 'day', handOverAt: '09:30', from: '2025-11-10' })
  await world.admin.put('/api/v1/schedules/stock', { zone: 'UTC', layers: [layer([mira, jonas])] })
  await world.admin.put('/api/v1/schedules/warehouse', { zone: 'UTC', layers: [layer([ana, ben])] })
  const steps = ['stock', 'warehouse'].map((schedule, n) => ({ afterMs: n * 300_000, notify: [{ schedule }] }))
  await world.admin.put('/api/v1/policies/stock', { steps })
  const hook = { url: 'http://127.0.0.1:9/pages', secret: 'whsec_c2hpZnRzIGJlZ2luIHF1aWV0bHkgaGVyZQ==' }
  for (const who of [people.jonas, people.mira]) {
    const contacts = [{ channel: 'webhook', settings: hook }]
    await who.put(`/api/v1/people/${who.id}/contacts`, { contacts })
  }
  await clock('09:30:05')
  world.fireline.lookSoon()
  const asked = () => ledger.sent.filter(one => one.what.startsWith('You are on call now'))
  await until(() => asked().length === 2, 'both to be asked')
  await clock('09:32:40')
  const link = /http\S+\/t\/[-_A-Za-z0-9]{43}/.exec(asked().find(one => one.what.includes('(stock)'))?.body ?? '')?.[0]
  await fetch(link ?? '', { method: 'POST', body: new URLSearchParams() })
  await clock('09:52:00')
  await clock('10:01:00')
}

const checkLink = ({ ledger }: Night): string => {
  const asked = ledger.sent.findLast(one => one.what === 'You are on call now (warehouse): does this reach you?')
  return new URL(/http\S+\/t\/[-_A-Za-z0-9]{43}/.exec(asked?.body ?? '')?.[0] ?? 'http://none/').pathname
}

const lostOne = 'Stock counts are wrong'

/** The morning after, one timer of an escalation is lost: nobody was paged again, and the house finds out. */
async function aStepIsLost({ clock, world, people }: Night): Promise<void> {
  await clock('09:10:00')
  const declared = { title: lostOne, severity: 'sev2', service: 'stock' }
  const { id } = (await people.ben.post<{ id: string }>('/api/v1/incidents', declared)).body
  await clock('09:10:10')
  const { db } = world.fireline.desk
  const timer = `delete from obligation where incident = $1 and state = 'owed' and key like 'escalate:%' returning id`
  await until(async () => ((await db.query(timer, [id])).rowCount ?? 0) > 0, 'the next step, to lose it')
  await clock('09:17:40')
  world.fireline.lookSoon()
  await until(async () => (await world.admin.get('/health/promise')).status === 503, 'the house to find out')
}

/** A page whose first channel lies in our own network and is refused, so that mail makes up for it; then Ana answers. */
async function aPageTakesTwoWays({ clock, world, people, link }: Night): Promise<void> {
  await clock('09:00:00')
  const hook = { url: 'http://127.0.0.1:9/pages', secret: 'whsec_YW5hIG9uIGNhbGwgYXQgbmlnaHQ=' }
  const contacts = [
    { channel: 'webhook', settings: hook },
    { channel: 'mail', settings: {} },
  ]
  await people.ana.put(`/api/v1/people/${people.ana.id}/contacts`, { contacts })
  const declared = { title: 'Nobody can log in to the stock room', severity: 'sev2', service: 'stock' }
  await people.ben.post('/api/v1/incidents', declared)
  await clock('09:00:05')
  await clock('09:00:12')
  const page = `${world.url}${link('ana')}`
  await clock('09:00:31')
  await fetch(`${page}/shown`, { method: 'POST', headers: { 'x-look': 'shown' } })
  await clock('09:00:40')
  await fetch(`${page}/acknowledge`, { method: 'POST', body: new URLSearchParams() })
  await people.ana.put(`/api/v1/people/${people.ana.id}/contacts`, { contacts: [] })
}

const over = async ({ world, people }: Night) => {
  const { body } = await world.admin.get<{ incidents: { id: string; title: string }[] }>(
    '/api/v1/incidents?status=open',
  )
  const lost = body.incidents.find(one => one.title === lostOne)
  await people.ben.post(`/api/v1/incidents/${lost?.id}/resolve`)
  world.fireline.lookSoon()
  await until(async () => (await world.admin.get('/health/promise')).status === 200, 'all to be well again')
}

/** Of three nodes one stands still since half an hour ago, and never said that it goes. */
async function oneNodeVanishes({ world }: Night): Promise<void> {
  const { db, clock } = world.fireline.desk
  const node = `insert into node_seen (id, name, version, address, started_at, seen_at) values (gen_random_uuid(), $1, '0.1.0', $2, $3, $4)`
  const at = (minutesAgo: number) => new Date(clock.now().getTime() - minutesAgo * 60_000)
  await db.query(node, ['fireline-2', '10.0.4.12:7070', at(6_000), at(0)])
  await db.query(node, ['fireline-3', '10.0.7.31:7070', at(6_000), at(31)])
  world.fireline.lookSoon()
}

/** What shows that pages arrive, and what is said when that cannot be shown. */
export const proven: readonly Picture[] = [
  {
    name: 'delivery-record',
    says: 'What became of each page of one incident: every attempt with the receiver’s own answer; handed over, shown and tapped apart.',
    before: aPageTakesTwoWays,
    as: 'mira',
    path: '/incidents/INC-4/pages',
    shows: 'Tapped: a button of it was pressed',
  },
  {
    name: 'proof',
    says: 'What shows that pages leave: a test alert that went the whole way, and every open incident gone through.',
    as: 'noor',
    path: '/settings/proof',
    shows: 'whatever should have left by now did',
  },
  {
    name: 'proof-nodes',
    says: 'Which nodes serve, and one that vanished without a good-bye.',
    before: oneNodeVanishes,
    as: 'noor',
    path: '/settings/proof',
    shows: 'without a good-bye',
    async act(page) {
      await page.getByRole('heading', { name: 'Who serves' }).evaluate(one => one.scrollIntoView())
    },
    async after({ world }) {
      await world.fireline.desk.db.query(`delete from node_seen where name like 'fireline-%' and name <> 'fireline-1'`)
      world.fireline.lookSoon()
    },
  },
  {
    name: 'proof-red-home',
    says: 'A step of an escalation is late: every page says in red that pages may not leave.',
    before: aStepIsLost,
    as: 'mira',
    path: '/',
    shows: 'Pages may not leave',
  },
  {
    name: 'proof-red-room',
    says: 'The same in the room, under its bar.',
    as: 'mira',
    path: '/incidents/INC-1',
    shows: 'Pages may not leave',
  },
  {
    name: 'woken-red',
    says: 'The same on the page behind a link: one small line, and the button where it was.',
    path: ({ link }) => link('ana'),
    shows: 'Pages may not leave',
  },
  {
    name: 'proof-red',
    says: 'What is late, of which incident, and who hears it when nothing else works.',
    as: 'noor',
    path: '/settings/proof',
    shows: 'the next step of its policy',
    after: over,
  },
  {
    name: 'reach-check',
    says: 'Who came on call, whether they tapped, and what each of their channels said.',
    before: twoShiftsBegin,
    as: 'noor',
    path: '/settings/proof',
    shows: 'Who came on call, and is reached',
    async act(page) {
      await page.getByText('tapped at').waitFor()
      await page.getByRole('heading', { name: 'Who came on call' }).evaluate(one => one.scrollIntoView())
    },
  },
  {
    name: 'reach-check-asked',
    says: 'What who came on call is asked: one button, and nothing is on fire.',
    path: checkLink,
    shows: 'It reaches me',
  },
]
