import type { Page } from 'playwright-core'
import type { Picture } from './picture.ts'
import {
  announced,
  back,
  byCaddy,
  canary,
  endParts,
  failed,
  held,
  moved,
  named,
  notReady,
  offered,
  there,
  twoPrimaries,
} from './shop-traffic.ts'

const path = () => `/incidents/INC-${there.number}`

const toTraffic = async (page: Page) => {
  await page.getByLabel('Traffic', { exact: true }).first().scrollIntoViewIfNeeded()
}

const inRoom = (name: string, words: string, before: Picture['before'], more: Partial<Picture> = {}): Picture => ({
  name: `traffic-${name}`,
  says: words,
  before,
  as: 'mira',
  path,
  shows: 'The way back, made before the first step',
  act: toTraffic,
  ...more,
})

/** The stand-by that is offered, traffic on its way, there, and back. */
export const trafficMoved: readonly Picture[] = [
  {
    name: 'settings-stand-bys',
    says: 'Where traffic can go: when each was last proven, what a switch costs, whether a reload of the proxy keeps it.',
    before: named,
    as: 'noor',
    path: '/settings/stand-bys',
    shows: 'shop-edge',
    async act(page) {
      await page.getByRole('button', { name: 'Dry run of shop-b' }).click()
      await page.getByText('Would be sent').waitFor()
    },
  },
  {
    name: 'settings-stand-by',
    says: 'A stand-by is named: how its proxy is reached, and what is looked at before anything moves.',
    as: 'noor',
    path: '/settings/stand-bys',
    shows: 'shop-edge',
    async act(page) {
      await page.getByRole('button', { name: 'Add one behind HAProxy' }).click()
      await page.getByLabel('Name').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'traffic-offered',
    says: 'Nothing is mitigated after a quarter of an hour, and there is a stand-by.',
    before: offered,
    as: 'mira',
    path,
    shows: 'There is a stand-by',
  },
  {
    name: 'traffic-dry-run',
    says: 'Where, how much, and exactly what would be sent to the proxy; nothing was.',
    as: 'mira',
    path,
    shows: 'There is a stand-by',
    async act(page) {
      await page.getByRole('button', { name: 'Dry run…' }).first().click()
      await page.getByText('Would be sent').waitFor()
    },
  },
  inRoom('not-ready', 'One check failed, so nothing moved.', notReady),
  inRoom('two-primaries', 'Two databases would take writes: no reason goes past that.', twoPrimaries),
  inRoom('canary', 'A twentieth goes there first, as the proxy counts it.', canary),
  inRoom('moved', 'All of it is there, and it is asked whether users still hurt.', moved),
  {
    name: 'traffic-home',
    says: 'The home page says where the traffic of what burns is.',
    as: 'ana',
    path: '/',
    shows: '99.8 % on shop-b',
    act: async page => {
      await page.getByText('99.8 % on shop-b').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'traffic-woken',
    says: 'Who is woken reads it behind the link of the page.',
    before: async ({ people, clock }) => {
      await people.mira.post(`/api/v1/incidents/${there.incident}/page`, { person: people.jonas.id })
      await clock('15:22:10')
    },
    path: night => night.link('jonas'),
    shows: '99.8 % on shop-b',
    act: async page => {
      await page.getByText('99.8 % on shop-b').scrollIntoViewIfNeeded()
    },
  },
  inRoom('going-back', 'It goes back by itself in 5 s; who leads may hold it.', announced),
  inRoom('going-back-watched', 'The same moment for one who does not lead.', undefined, { as: 'ben' }),
  inRoom('held', 'Mira holds the way back to look first.', held),
  inRoom('back', 'A stand-by that is down is left at once, with nobody asked.', back),
  inRoom('caddy', 'Behind a Caddy some requests under way are cut, and the card says so.', byCaddy),
  inRoom('failed', 'The proxy no longer answers: where traffic was last, and that it is not known better.', failed, {
    after: endParts,
  }),
]
