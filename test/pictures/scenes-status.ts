import type { Night } from './night.ts'
import type { Picture } from './picture.ts'

const shop = {
  title: 'Lindholm Shop',
  components: [
    { service: 'checkout', name: 'Checkout and payment' },
    { service: 'shop', name: 'Browsing and search' },
    { service: 'default', name: 'Accounts and orders' },
  ],
}

/** There is a page, who is hurt may say so, work was planned, and a second word is said. */
async function theShopHasAPage({ world, people, done, now }: Night): Promise<void> {
  await world.admin.put('/api/v1/status-pages/shop', shop)
  await world.admin.put('/api/v1/status-pages/partners', { ...shop, title: 'Partners', isPublic: false })
  await world.admin.post('/api/v1/integrations', { service: 'checkout', kind: 'report', name: 'On the status page' })
  await people.noor.post('/api/v1/planned-work', {
    services: ['shop'],
    says: 'Search moves to new machines. It may be slow for some minutes.',
    startsAt: '2025-11-13T01:00:00Z',
    endsAt: '2025-11-13T02:00:00Z',
    mutes: 'all-but-critical',
  })
  await done('ana', 'post-update', {
    text: 'About one customer in three cannot pay at the moment. Carts are not lost: they come back by themselves. Nothing was charged twice.',
    audience: 'stakeholders',
    nextUpdateDueAt: new Date(now().getTime() + 25 * 60_000).toISOString(),
  })
}

/** What everybody else reads while it burns. */
export const statusNow: readonly Picture[] = [
  {
    name: 'status-now',
    says: 'The status page while something is wrong: what you notice, what we do, next word by.',
    before: theShopHasAPage,
    path: '/status/shop',
    shows: 'Checkout and payment does not work',
  },
  {
    name: 'status-hear',
    says: 'Asking for mail about some parts, without an account.',
    path: '/status/shop',
    shows: 'Hear it first',
    act: async page => {
      await page.getByText('Only some of it').click()
      await page.getByRole('button', { name: 'Tell me' }).scrollIntoViewIfNeeded()
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    },
  },
]

/** The same page when it is over, and where it is made. */
export const statusAfter: readonly Picture[] = [
  {
    name: 'status-calm',
    says: 'The status page when all is well: parts, and planned work.',
    path: '/status/shop',
    shows: 'Everything works, as far as we know',
  },
  {
    name: 'status-history',
    says: 'What was before, with every word that was said.',
    path: '/status/shop/history',
    shows: 'did not work as it should',
  },
  {
    name: 'settings-status-pages',
    says: 'Status pages: what each shows, who reads it, how many hear of it, and work that was planned.',
    as: 'noor',
    path: '/settings/status-pages',
    shows: 'Lindholm Shop',
  },
  {
    name: 'settings-planned-work',
    says: 'Planned work: what people may notice, and what pages nobody meanwhile.',
    as: 'noor',
    path: '/settings/status-pages',
    shows: 'Announce work',
    act: page => page.getByRole('heading', { name: 'Announce work' }).evaluate(one => one.scrollIntoView()),
  },
  {
    name: 'settings-status-page',
    says: 'A status page gives each service the name that its readers use.',
    as: 'noor',
    path: '/settings/status-pages',
    shows: 'Lindholm Shop',
    act: async page => {
      await page.getByRole('button', { name: 'Change Lindholm Shop' }).click()
      await page.getByRole('heading', { name: 'Change Lindholm Shop' }).scrollIntoViewIfNeeded()
    },
  },
]
