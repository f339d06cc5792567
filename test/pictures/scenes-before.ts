import { drillAtPlay } from './drill-said.ts'
import type { Picture } from './picture.ts'

let invite = ''

/** A quiet evening, and an empty house. */
export const beforehand: readonly Picture[] = [
  {
    name: 'sign-in',
    says: 'Whoever is not signed in is asked, and brought back to where they wanted to be.',
    path: '/sign-in',
    shows: 'Sign in',
  },
  {
    name: 'join',
    says: 'The page behind an invitation: what one comes in as, and who asks.',
    path: () => invite,
    shows: 'Your name',
    async before({ world }) {
      const { body } = await world.admin.post<{ url: string }>('/api/v1/invites', { role: 'responder' })
      invite = body.url.replace(world.url, '')
    },
  },
  {
    name: 'first-hour',
    says: 'The first hour: nothing is set up yet.',
    as: 'noor',
    path: '/first-run',
    shows: 'First',
  },
  ...(
    [
      ['ring', 'Ring my phone: a code to scan, then a test.', 'Show the code for my phone'],
      ['alert', 'Three lines to copy, with address and key filled in.', undefined],
      ['invite', 'A link for one person, or its code.', 'Make a link'],
      ['terminal', 'One line on any machine that reaches the server.', undefined],
    ] as const
  ).map(
    ([step, says, button]): Picture => ({
      name: `first-hour-${step}`,
      says,
      as: 'noor',
      path: `/first-run#${step}`,
      shows: 'The first hour',
      act: async page => {
        if (button) await page.getByRole('button', { name: button }).click()
        if (button) await page.getByRole('img').waitFor()
      },
    }),
  ),
  {
    name: 'first-hour-drill',
    says: 'A drill plays: what it says, the way into its room, and the button that takes it away.',
    as: 'noor',
    path: '/first-run',
    shows: 'Put out a fire that is not real',
    act: async page => {
      await page.route('**/api/v1/drills', route => route.fulfill({ json: { drills: [drillAtPlay] } }))
      await page.reload()
      const says = page.getByText('It burns.')
      await says.waitFor()
      await page.locator('[aria-labelledby="h-drill"]').evaluate(at => at.scrollIntoView())
    },
  },
  { name: 'home-new', says: 'Home where nothing has ever arrived.', as: 'ana', path: '/', shows: 'Nothing burns' },
  {
    name: 'incidents-none',
    says: 'All incidents, when there are none.',
    as: 'ana',
    path: '/incidents',
    shows: 'Incidents',
  },
  { name: 'services', says: 'The services.', as: 'ana', path: '/services', shows: 'Services' },
  { name: 'service', says: 'One service.', as: 'ana', path: '/services/checkout', shows: 'Past incidents' },
  {
    name: 'service-if-it-broke',
    says: 'What would happen if a service broke now, and nobody answered.',
    as: 'ana',
    path: '/services/checkout',
    shows: 'If it broke now',
    act: async page => {
      await page.getByText('And so on').waitFor()
      await page.locator('[aria-labelledby="h-broke"]').evaluate(at => at.scrollIntoView())
    },
  },
  {
    name: 'settings-me-paged',
    says: 'When I am paged over what, and my quiet hours.',
    as: 'ana',
    path: '/settings/me',
    shows: 'How I am reached',
    act: async page => {
      const channels = ['ntfy', 'telegram', 'mail']
      const contacts = channels
        .slice(0, 2)
        .map(channel => ({ id: channel, channel, settings: {}, secrets: [], wakes: 'maybe' }))
      const steps = channels.map((channel, n) => ({ channel, afterMs: n * 120_000 }))
      const quiet = [{ days: [6, 7], from: '22:00', to: '09:00', lets: 'sev1' }]
      const wakes = { wakes: 'maybe', channels }
      await page.route('**/api/v1/people/*/contacts', route => route.fulfill({ json: { contacts, wakes } }))
      await page.route('**/api/v1/people/*/rules', route =>
        route.fulfill({ json: { zone: 'Europe/Berlin', steps, quiet } }),
      )
      await page.reload()
      await page.getByText('Quiet hours').first().waitFor()
      await page.locator('[aria-labelledby="h-rules-own"]').evaluate(at => at.scrollIntoView())
    },
  },
  {
    name: 'settings-me-watch',
    says: 'Of what I hear when there is something to watch.',
    as: 'ana',
    path: '/settings/me',
    shows: 'How I am reached',
    act: async page => {
      const json = { everything: false, services: ['checkout'], teams: [] }
      await page.route('**/api/v1/me/watch-wish', route => route.fulfill({ json }))
      await page.reload()
      await page.getByText('Of a service').waitFor()
      await page.locator('[aria-labelledby="h-watch"]').evaluate(at => at.scrollIntoView())
    },
  },
  {
    name: 'settings-me-shadow-hours',
    says: 'How long I watched to learn.',
    as: 'ana',
    path: '/settings/me',
    shows: 'How I am reached',
    act: async page => {
      const incidents = [
        { incident: 'i2', number: 12, title: 'Orders wait for their locks', minutes: 95 },
        { incident: 'i1', number: 9, title: 'Checkout answers slowly', minutes: 12 },
      ]
      await page.route('**/api/v1/me/shadow-hours', route =>
        route.fulfill({ json: { counted: true, minutes: 107, incidents } }),
      )
      await page.reload()
      await page.getByText('Orders wait').waitFor()
      await page.locator('[aria-labelledby="h-shadow-hours"]').evaluate(at => at.scrollIntoView())
    },
  },
  ...(
    [
      ['me', 'How I am reached, my tokens and sessions.', 'How I am reached'],
      ['people', 'Who comes in, and what they may.', 'Mira'],
      ['senders', 'What may send alerts.', 'Senders'],
      ['outside', 'Forms and mailboxes of people outside, each with how it is.', 'Forms'],
      ['checks', 'What has to be heard again and again, and what is looked at.', 'Heartbeats'],
      ['resources', 'What can be copied before it is changed.', 'shop'],
      ['rules', 'How strictly the house holds each rule, and what that would have stopped.', 'Rules'],
      ['audit', 'Who changed which setting, and when.', 'Audit'],
    ] as const
  ).map(
    ([part, says, shows]): Picture => ({
      name: `settings-${part}`,
      says,
      as: 'noor',
      path: `/settings/${part}`,
      shows,
    }),
  ),
]
