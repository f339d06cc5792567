import type { Page } from 'playwright-core'
import { until } from '../harness.ts'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'
import { shared } from './scenes-find.ts'

const room = '/incidents/INC-1'
const asking: { copy?: Promise<unknown>; letGo?: () => void } = {}

/** 03:16 the cause is confirmed; rolling back the build is not enough. */
async function rolledBack({ clock, done }: Night): Promise<void> {
  await clock('03:16:02')
  await done('ana', 'confirm-cause', { hypothesis: 'H2' })
  await clock('03:17:30')
  await done('mira', 'propose-change', {
    what: 'Roll the gateway back to 2.30.4',
    intent: 'mitigation',
    kind: 'simple',
    touches: ['gateway'],
    undo: 'shopctl deploy gateway 2.31.0',
  })
  await done('mira', 'apply-change', { change: 'C1' })
  await clock('03:19:10')
  await done('ben', 'add-evidence', {
    source: 'gateway log after the roll-back',
    kind: 'paste',
    text: 'no route for GET /cart, still: the migration stays in the database',
  })
}

async function proposed({ clock, done }: Night): Promise<void> {
  await clock('03:20:40')
  await done('mira', 'propose-change', {
    what: 'Give the 214 routes their prefix back',
    intent: 'fix',
    kind: 'complex',
    touches: ['pg:shop'],
    commands: [`update routes set path = replace(path, '/api/cart', '/cart')`],
    verify: 'GET /cart answers with items',
    undo: 'restore the copy of routes',
    restsOn: { cause: 'H2' },
  })
}

/** A rehearsal of the evening before: written to since, as far as anybody can tell. */
async function rehearsed({ world }: Night): Promise<void> {
  const copy = '0199a000-0000-7000-8000-000000000001'
  const { db } = world.fireline.desk
  await db.query(
    `insert into copy (id, resource, driver, kind, level, covers, location, bytes, digest, taken_at, verified_at)
     values ($1, 'shop', 'pgdump', 'full', 'L3', '{pg:shop}', '/copies/shop', 26000000, 'd', $2, $2)`,
    [copy, '2025-11-12T02:10:00Z'],
  )
  await db.query(
    `insert into rehearsal (id, resource, at, ms, level, outcome, copy) values ($1, 'shop', $2, 41000, 'L3', 'proven', $1)`,
    [copy, '2025-11-12T02:10:41Z'],
  )
}

async function objected({ clock, done, people, holdCopies, is }: Night): Promise<void> {
  await clock('03:21:50')
  await done('jonas', 'join')
  await done('jonas', 'object', {
    to: 'C2',
    reason: '12 of the 214 routes belong to partners and never had the prefix',
  })
  asking.letGo = holdCopies()
  asking.copy = people.mira.post('/api/v1/incidents/INC-1/take-backup', { change: 'C2', pace: 'full' })
  await until(async () => (await is()).backups.length > 0, 'the copy to begin')
}

async function ready({ clock, done, is }: Night): Promise<void> {
  asking.letGo?.()
  await asking.copy
  await until(async () => (await is()).backups.some(one => one.state === 'verified'), 'the copy to be proven', 60_000)
  await clock('03:24:05')
  await done('mira', 'answer-objection', {
    objection: 'O1',
    answer: 'Right: 202 routes, where upstream is not partner',
  })
}

async function waived({ clock, done }: Night): Promise<void> {
  await clock('03:24:40')
  await done('ben', 'propose-change', {
    what: 'Empty the cart cache',
    intent: 'mitigation',
    kind: 'complex',
    touches: ['redis:carts'],
  })
  await done('ana', 'waive', {
    rule: 'no-verified-backup',
    change: 'C3',
    reason: 'It is a cache: it fills again by itself',
  })
}

async function handedOver({ clock, done, people }: Night): Promise<void> {
  await clock('03:25:10')
  await done('ben', 'ask-keyboard')
  await done('ana', 'offer-lead', { to: people.ben.id })
}

const pressApply = async (page: Page) => {
  const card = page.locator('details', { hasText: 'Give the 214 routes' }).first()
  await card.getByRole('button', { name: 'Apply' }).first().click()
  await card.getByText('No restorable copy').first().waitFor()
}

const pressPlan = async (page: Page) => {
  const card = page.locator('details', { hasText: 'Give the 214 routes' }).first()
  await card.getByText('A new copy').first().waitFor()
  await card.getByText('What would run').click()
  await card.getByText('It would not go ahead now').waitFor()
  await card.getByText('What would run').scrollIntoViewIfNeeded()
}

/** The change, its copy, and the people around it. */
export const changing: readonly Picture[] = [
  {
    name: 'room-applied',
    says: 'The cause is confirmed, and a mitigation was applied: did it do what it was for?',
    before: rolledBack,
    as: 'ana',
    path: room,
    shows: 'Roll the gateway back',
  },
  {
    name: 'room-change-refused',
    says: 'A complex change without a proven copy: what is missing, and the ways forward beside the button.',
    before: proposed,
    as: 'mira',
    path: room,
    shows: 'Give the 214 routes',
    act: pressApply,
  },
  {
    name: 'room-offers',
    says: 'What a complex change may rest on, with times, and exactly what would run.',
    before: rehearsed,
    as: 'mira',
    path: room,
    shows: 'Give the 214 routes',
    act: pressPlan,
  },
  {
    name: 'room-objected',
    says: 'Jonas objects, and a copy is being proven.',
    before: objected,
    as: 'ana',
    path: room,
    shows: 'Jonas',
  },
  {
    name: 'room-objected-watcher',
    says: 'The same moment for one who watches.',
    as: 'leo',
    path: room,
    shows: 'Jonas',
  },
  {
    name: 'room-ready',
    says: 'Restored somewhere else and equal, the objection answered: ready to apply.',
    before: ready,
    as: 'mira',
    path: room,
    shows: 'Give the 214 routes',
  },
  {
    name: 'room-waived',
    says: 'The lead goes without a copy, with a reason that stands there for good.',
    before: waived,
    as: 'ana',
    path: room,
    shows: 'Empty the cart cache',
  },
  {
    name: 'room-hand-over',
    says: 'Ben is offered the lead, and has asked for the keyboard.',
    before: handedOver,
    as: 'ben',
    path: room,
    shows: 'Empty the cart cache',
  },
  {
    name: 'room-hand-over-operator',
    says: 'The same moment for Mira, who holds the keyboard.',
    as: 'mira',
    path: room,
    shows: 'Empty the cart cache',
  },
  {
    name: 'room-link-down',
    says: 'The line to the shared terminal is cut: its seat is kept.',
    before: async () => shared.screen?.cut(),
    as: 'ana',
    path: room,
    shows: 'line to db-1 is down',
    after: async () => shared.screen?.ends(),
  },
]
