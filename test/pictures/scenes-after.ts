import type { Page } from 'playwright-core'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'

const room = '/incidents/INC-1'

const loseTheLine = async (page: Page, _size: unknown, night: Night) => {
  await page.context().setOffline(true)
  await page.evaluate(() => window.dispatchEvent(new Event('offline')))
  night.world.fireline.desk.wake()
}

const writeUnsent = async (page: Page, size: unknown, night: Night) => {
  await loseTheLine(page, size, night)
  if (size === 'phone') await page.getByRole('button', { name: 'Timeline', exact: true }).click()
  await page.locator('#write').fill('Carts of partners look right from here')
  await page.getByRole('button', { name: 'Write', exact: true }).click()
  await page.getByText('ot sent').first().waitFor()
}

/** What the server says to every room while its database does not answer. */
const databaseGone = async (page: Page, _size: unknown, night: Night) => {
  const awaySince = new Date(night.now().getTime() - 42_000).toISOString()
  await page.routeWebSocket('**/ws', socket => {
    socket.connectToServer().onMessage(message => {
      socket.send(message)
      if (String(message).includes('"presence"')) socket.send(JSON.stringify({ type: 'saving', awaySince }))
    })
  })
  await page.reload()
  await page.getByText('Fireline cannot save right now').first().waitFor()
}

/** A room opened anew while its server can read nothing: it answers from its own copy, and what it has none of is a no. */
const openFromCopy = async (page: Page, size: unknown, night: Night) => {
  const asOf = new Date(night.now().getTime() - 190_000).toISOString()
  const copied = /\/api\/v1\/incidents\/[^/]+(\/timeline.*)?$/
  await page.route('**/api/v1/**', async route => {
    const url = route.request().url()
    if (/\/(me|people)$/.test(url)) return route.continue()
    if (!copied.test(url))
      return route.fulfill({ status: 503, json: { error: { code: 'not-saved', message: 'Away' } } })
    const { sizeUp: _, ...copy } = (await (await route.fetch()).json()) as Record<string, unknown>
    return route.fulfill({ json: { ...copy, asOf } })
  })
  await databaseGone(page, size, night)
  await page.getByText('This is the last copy that it kept').first().waitFor()
}

async function fixed({ clock, done }: Night): Promise<void> {
  await clock('03:27:00')
  await done('mira', 'apply-change', { change: 'C2' })
  await clock('03:29:30')
  await done('mira', 'verify-change', { change: 'C2', note: 'GET /cart answers with items' })
  await done('ana', 'mitigate', { summary: 'Carts are shown again' })
}

async function resolved({ clock, done }: Night): Promise<void> {
  await clock('03:41:00')
  await done('ana', 'resolve', { summary: 'The migration of gateway 2.31.0 rewrote 214 routes; 202 were put back' })
  await clock('03:41:30')
}

/** The fire is out: what stays of it. */
export const afterwards: readonly Picture[] = [
  {
    name: 'room-offline',
    says: 'No connection: the room says so, and how old the picture is.',
    as: 'ana',
    path: room,
    shows: 'Checkout shows no data',
    act: loseTheLine,
  },
  {
    name: 'room-unsent',
    says: 'What was written without a connection waits, marked as not sent.',
    as: 'ana',
    path: room,
    shows: 'Checkout shows no data',
    act: writeUnsent,
  },
  {
    name: 'room-database-gone',
    says: 'The database does not answer: the room goes on, and says what is not kept.',
    as: 'ana',
    path: room,
    shows: 'Checkout shows no data',
    act: databaseGone,
  },
  {
    name: 'room-from-copy',
    says: 'Opened while the database does not answer: the last copy that the server kept, with its age.',
    as: 'ana',
    path: room,
    shows: 'Checkout shows no data',
    act: openFromCopy,
  },
  {
    name: 'room-mitigated',
    says: 'Users no longer notice it: verified, and still open.',
    before: fixed,
    as: 'ana',
    path: room,
    shows: 'Give the 214 routes',
  },
  {
    name: 'room-resolved',
    says: 'Resolved: a page was drafted from what was done, and is to be read.',
    before: resolved,
    as: 'ana',
    path: room,
    shows: 'Read the draft',
  },
  {
    name: 'page-draft',
    says: 'The draft of the runbook page, to be read and accepted.',
    as: 'ana',
    path: room,
    shows: 'Read the draft',
    act: async page => {
      await page.getByRole('button', { name: 'Read the draft' }).first().click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'home-quiet',
    says: 'Home when it is over: nothing burns, and what was put out.',
    as: 'ana',
    path: '/',
    shows: 'Checkout shows no data',
  },
  {
    name: 'incidents',
    says: 'All incidents.',
    as: 'ana',
    path: '/incidents',
    shows: 'Incidents',
  },
  {
    name: 'woken-over',
    says: 'The page behind the link, when it is over.',
    path: night => night.link('ana'),
    shows: 'Checkout shows no data',
  },
]
