import type { Page } from 'playwright-core'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'

const room = '/incidents/INC-1'

const loseTheLine = async (page: Page, _size: unknown, night: Night) => {
  await page.context().setOffline(true)
  await page.evaluate(() => window.dispatchEvent(new Event('offline')))
  night.world.fireline.desk.wake()
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
