import type { Page } from 'playwright-core'
import { until } from '../harness.ts'
import { type Browser, openBrowser } from '../rally/people-at-a-terminal.ts'
import type { Night } from './night.ts'
import type { Picture, Size } from './picture.ts'
import { type Shown, shareScreen } from './terminal.ts'

const room = '/incidents/INC-1'
const prompt = '\u001b[32mmira@db-1\u001b[0m:~$ '
export const shared: { screen?: Shown } = {}

/** The team comes; what it is not, is ruled out by a fact at 03:13. */
async function theTeamComes(night: Night): Promise<void> {
  const { clock, done, people } = night
  await clock('03:07:20')
  await done('ben', 'join')
  await done('mira', 'join')
  await done('noor', 'join', { as: 'observer' })
  await done('leo', 'join', { as: 'observer' })
  await clock('03:08:05')
  await done('ana', 'post-update', {
    text: 'Carts are shown empty since 03:04. We are on it.',
    audience: 'stakeholders',
    nextUpdateDueAt: '2025-11-12T03:40:00Z',
  })
  await clock('03:09:00')
  await done('ana', 'give-keyboard', { to: people.mira.id })
  await clock('03:10:12')
  await done('ben', 'propose-hypothesis', { statement: 'It is the database', service: 'shop' })
  await done('ana', 'propose-hypothesis', {
    statement: 'The migration of gateway 2.31.0 rewrote the routes of /api/cart',
    service: 'checkout',
  })
  await clock('03:11:40')
  shared.screen = await shareScreen(night, 'mira', 'psql shop')
  shared.screen.says(
    `${prompt}psql shop -c "select count(*) from new_orders"\n count \n-------\n   412\n(1 row)\n\n${prompt}`,
  )
}

async function theDatabaseIsFine({ clock, done }: Night): Promise<void> {
  await clock('03:12:30')
  await done('mira', 'add-evidence', {
    source: 'db-1, psql',
    kind: 'command',
    command: 'select count(*) from orders …',
    text: 'count 412: as many orders as in any ten minutes',
  })
  await clock('03:13:05')
  await done('ben', 'rule-out', { hypothesis: 'H1', reason: 'Orders are written as on any night', evidence: 'E2' })
}

async function theRoutesAreGone({ clock, done }: Night): Promise<void> {
  await clock('03:14:50')
  await done('ana', 'add-evidence', {
    source: 'gateway log, around 03:04',
    kind: 'paste',
    text: 'no route for GET /cart, 1912 times since 03:04:02\nnew; never seen before 03:04',
    hypothesis: 'H2',
    stance: 'for',
  })
}

const looking: { ana?: Browser } = {}

/** Ana has the board in front of her, and the theory that holds. */
async function anaLooks(night: Night): Promise<void> {
  const { id } = await night.is()
  const ana = await openBrowser(night.world.url, night.people.ana.token)
  looking.ana = ana
  ana.send({ type: 'watch-timeline', incident: id })
  await until(() => ana.messages.some(message => message.type === 'presence'), 'Ana to be there')
  ana.send({ type: 'view', incident: id, view: { tab: 'board', selection: 'H2' } })
}

const follow = async (page: Page) => {
  await page.getByRole('button', { name: 'Follow Ana' }).click()
  await page.locator('[data-ref="H2"][data-chosen]').first().waitFor()
}

const tab = (name: string) => async (page: Page) => page.getByRole('button', { name, exact: true }).click()

const refusedCause = async (page: Page, size: Size) => {
  if (size === 'phone') await tab('Board')(page)
  const theory = page.locator('[data-state="theory"]').first()
  await theory.getByRole('button', { name: 'Confirm the cause' }).click()
  await theory.getByText('Nothing supports this yet').waitFor()
}

/** Its entries are on their way. */
async function open(page: Page): Promise<void> {
  await page.route('**/timeline?*', () => {})
  await page.goto(new URL(room, page.url()).href)
  await page.getByText('reading').first().waitFor()
}

/** From the first theory to the confirmed cause. */
export const finding: readonly Picture[] = [
  {
    name: 'room-cause-refused',
    says: 'A theory that nothing supports is not confirmed, and the no names four ways on.',
    before: theTeamComes,
    as: 'ana',
    path: room,
    shows: 'It is the database',
    act: refusedCause,
  },
  {
    name: 'room-operator',
    says: 'Mira has the keyboard: her terminal is framed as hers.',
    as: 'mira',
    path: room,
    shows: 'You have the keyboard',
  },
  {
    name: 'room-lead',
    says: 'The room as its lead, ten minutes in: what it is not, and why.',
    before: theDatabaseIsFine,
    as: 'ana',
    path: room,
    shows: 'ruled out',
  },
  {
    name: 'room-watcher',
    says: 'Leo watches and learns: the same room, his own next action.',
    as: 'leo',
    path: room,
    shows: 'It is the database',
  },
  {
    name: 'room-timeline',
    says: 'The timeline as a tab of its own.',
    as: 'ana',
    path: room,
    shows: 'It is the database',
    act: tab('Timeline'),
    only: 'phone',
  },
  {
    name: 'room-board',
    says: 'Evidence, theories and people as a tab of their own.',
    before: theRoutesAreGone,
    as: 'ana',
    path: room,
    shows: 'It is the database',
    act: tab('Board'),
    only: 'phone',
  },
  {
    name: 'room-people',
    says: 'Who is here, who comes, who was told and has seen it, as a tab of its own.',
    as: 'ana',
    path: room,
    shows: 'It is the database',
    act: tab('People'),
    only: 'phone',
  },
  {
    name: 'room-opening',
    says: 'Opening: the shape first, words when they are true. Nothing moves.',
    as: 'ana',
    path: '/status',
    shows: '',
    act: open,
  },
  {
    name: 'room-cause-supported',
    says: 'Something supports it: the one filled button confirms the cause.',
    as: 'ana',
    path: room,
    shows: 'Something supports it',
  },
  {
    name: 'room-following',
    says: 'Ben follows the view of Ana, who leads: what she looks at is marked.',
    before: anaLooks,
    as: 'ben',
    path: room,
    shows: 'Ana looks at H2',
    act: follow,
    after: async () => looking.ana?.close(),
  },
  {
    name: 'room-keys',
    says: 'The map of the keys, under ?.',
    as: 'ana',
    path: room,
    shows: 'Something supports it',
    act: async page => page.keyboard.press('?'),
    only: 'desk',
  },
  {
    name: 'room-palette',
    says: 'Anything by its name, under Ctrl+K.',
    as: 'ana',
    path: room,
    shows: 'Something supports it',
    act: async page => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').getByRole('combobox').fill('ev')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'room-around-the-onset',
    says: 'Alerts, changes and evidence around the moment it began.',
    as: 'ana',
    path: room,
    shows: 'Something supports it',
    act: async page => page.keyboard.press('l'),
  },
  ...(
    [
      ['hand-over', 'o', 'Hand over'],
      ['update', 'u', 'Post an update'],
      ['evidence', 'e', 'Add evidence'],
      ['change', 'g', 'Propose a change'],
    ] as const
  ).map(
    ([name, key, title]): Picture => ({
      name: `form-${name}`,
      says: `The form "${title}", one key away.`,
      as: 'ana',
      path: room,
      shows: 'Something supports it',
      act: async page => {
        await page.keyboard.press(key)
        await page.getByRole('dialog').waitFor()
      },
    }),
  ),
]
