import type { Page } from 'playwright-core'
import type { Night } from './night.ts'
import type { Picture, Size } from './picture.ts'

/** 02:58 the gateway is deployed; 03:04 the cache runs out, and Ana is woken. */
async function itBurns({ world, clock }: Night): Promise<void> {
  await clock('02:58:00')
  const said = { summary: 'gateway 2.31.0 deployed', service: 'shop', author: 'jonas@shop.example' }
  await world.admin.post('/api/v1/changes', { ...said, at: '2025-11-12T02:58:00Z' })
  const made = { service: 'checkout', kind: 'generic', name: 'monitoring' }
  const { body } = await world.admin.post<{ key: string }>('/api/v1/integrations', made)
  await clock('03:04:10')
  await fetch(`${world.url}/intake/${body.key}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      title: 'Checkout shows no data',
      severity: 'critical',
      description: '42 % of the answers to GET /cart are empty. 5xx is 0.1 %.',
      labels: { alertname: 'CartEmpty', service: 'checkout', region: 'eu-1' },
      startedAt: '2025-11-12T03:04:00Z',
    }),
  })
  await clock('03:04:20')
}

const quietMinutes = async (page: Page, size: Size) => {
  if (size === 'phone') await page.mouse.wheel(0, 500)
}

const view = (name: string, says: string, shows: string): Picture => ({
  name: `woken-${name}`,
  says,
  path: night => `${night.link('ana')}/${name}`,
  shows,
})

/** What else stands behind the link, once the team has come. */
export const wokenWithTeam: readonly Picture[] = [
  view('terminal', 'Behind the link: the shared terminal, to watch.', 'Mira'),
  view('people', 'Behind the link: who is here.', 'Mira'),
  view('timeline', 'Behind the link: what happened so far.', 'Mira'),
  view('hand-over', 'Behind the link: hand over, with the state card drafted.', 'Mira'),
]

/** From the alert to the first person who has it. */
export const woken: readonly Picture[] = [
  {
    name: 'home-on-fire',
    says: 'Home a minute after the alert: nobody has it yet, and that is red.',
    before: itBurns,
    as: 'mira',
    path: '/',
    shows: 'Checkout shows no data',
  },
  {
    name: 'woken',
    says: 'The page behind the link in the mail: no session, no script needed.',
    path: night => night.link('ana'),
    shows: 'Checkout shows no data',
  },
  {
    name: 'woken-further-down',
    says: 'The same page, read on.',
    path: night => night.link('ana'),
    shows: 'Checkout shows no data',
    act: quietMinutes,
    only: 'phone',
  },
  {
    name: 'room-nobody-leads',
    says: 'The room before anybody has it.',
    as: 'ben',
    path: '/incidents/INC-1',
    shows: 'Acknowledge: I have it',
  },
  {
    name: 'room-alone',
    says: 'Alone: acknowledged, so lead and keyboard at once.',
    async before({ clock, done }) {
      await clock('03:05:30')
      await done('ana', 'acknowledge')
    },
    as: 'ana',
    path: '/incidents/INC-1',
    shows: 'You have it',
  },
  {
    name: 'woken-acknowledged',
    says: 'The page behind the link, once Ana has it.',
    path: night => night.link('ana'),
    shows: 'Checkout shows no data',
  },
  view('tell', 'Behind the link: tell everyone, prefilled.', 'ell'),
  view('logs', 'Behind the link: logs around onset, and what changed.', 'gateway 2.31.0'),
  view('call-in', 'Behind the link: call in the team.', 'all in'),
]
