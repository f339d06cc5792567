import type { Page } from 'playwright-core'
import { channelWakes } from '../../src/steps/notify/wakes.ts'
import type { Picture } from './picture.ts'

const twilio = { accountSid: 'AC4d1e0f', authToken: 'not-a-real-token', from: '+4930123456', answers: true }

const contact = (channel: keyof typeof channelWakes, settings: object, more: object = {}) => ({
  id: channel,
  channel,
  ...channelWakes[channel],
  settings,
  secrets: [],
  ...more,
})

/** Somebody who uses much of what there is, one of it gone. */
const several = {
  contacts: [
    contact('ntfy', { server: 'https://ntfy.sh' }, { secrets: ['topic'] }),
    contact(
      'web-push',
      { name: 'Firefox on Android' },
      {
        secrets: ['endpoint', 'p256dh', 'auth'],
        gone: {
          says: 'Gone since 2025-11-11 22:04 UTC: its receiver knows it no more. Pages go to the next channel. Set it up again, or remove it.',
        },
      },
    ),
    contact('voice', { number: '+4915112345678' }, { confirmedAt: '2025-11-10T17:02:00Z' }),
    contact('voice', { number: '+4915198765432' }, { id: 'voice:work-phone', label: 'Work phone' }),
    contact('mattermost', { channel: '@noor' }, { secrets: ['url'] }),
  ],
  wakes: { wakes: 'maybe', channels: ['ntfy', 'voice', 'voice:work-phone', 'mattermost'] },
  needAccount: [],
}

const withSeveral = async (page: Page) => {
  await page.route('**/api/v1/people/*/contacts', route => route.fulfill({ json: several }))
  await page.reload()
  await page.getByText('its receiver knows it no more').waitFor()
}

/** How people set up how they are reached. */
export const channels: readonly Picture[] = [
  {
    name: 'settings-channels',
    says: 'What SMS and calls go over, and where answers are taken: set once by an admin.',
    as: 'noor',
    path: '/settings/channels',
    shows: 'Set by Noor',
    async before({ people }) {
      const { status } = await people.noor.put('/api/v1/channel-accounts/twilio', twilio)
      if (status !== 200) throw new Error(`the account was answered with ${status}`)
    },
  },
  {
    name: 'settings-me-web-push',
    says: 'A browser becomes a channel by one press; what it cannot do is said before.',
    as: 'noor',
    path: '/settings/me',
    shows: 'How I am reached',
    async act(page) {
      await page.getByRole('button', { name: 'Add Web Push' }).click()
      await page.getByRole('button', { name: 'Page me in this browser' }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'first-hour-another-way',
    says: 'Ring my phone: beside a scanned code, this browser by one press, and SMS or a call where an admin has set the account.',
    as: 'noor',
    path: '/first-run#ring',
    shows: 'Ring my phone',
    async act(page) {
      await page.locator('#ring select').first().selectOption({ label: 'A call to my number' })
      await page.getByRole('button', { name: 'Reach me there' }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'settings-me-several',
    says: 'Several ways to be reached, two phones among them, each with whether it wakes; one is gone, and says so.',
    as: 'noor',
    path: '/settings/me',
    shows: 'How I am reached',
    act: withSeveral,
  },
]
