import type { Page } from 'playwright-core'
import { firing, sendingTo } from '../sending.ts'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'

const at = (time: string) => `2025-11-12T${time}Z`

/** The morning after: a second pager beside the first, a service that is only watched, and what is too loud. */
async function theMorningAfter({ clock, world, people }: Night): Promise<void> {
  await clock('08:10:00')
  const payments = await sendingTo(world, 'payments', { mode: 'watch-only', owner: 'Team Payments' })
  const stock = await sendingTo(world, 'stock', { owner: 'Team Stock' })
  const made = await people.noor.post<{ key: string }>('/api/v1/integrations', {
    service: 'stock',
    kind: 'pagerduty',
    name: 'What pages Team Stock today',
    mode: 'shadow',
  })
  const theirs = async (summary: string, key: string, severity: string) => {
    const payload = { summary, source: key, severity }
    const said = { routing_key: made.body.key, event_action: 'trigger', dedup_key: key, payload }
    await world.admin.post('/v2/enqueue', said)
  }
  await payments.send(firing({ alertname: 'CardsDeclined', severity: 'critical' }, { startsAt: at('08:09:30') }))
  await clock('08:21:00')
  await stock.send(
    firing({ alertname: 'DiskAlmostFull', instance: 'stock-2', severity: 'error' }, { startsAt: at('08:20:40') }),
  )
  await theirs('Stock database is down', 'stock-db', 'critical')
  await theirs('Replica is 40 s behind', 'stock-replica', 'warning')
  await theirs('Nightly import finished', 'import', 'info')
  await clock('08:30:00')
  const about = { service: 'stock', matchers: [{ name: 'alertname', op: '=~', value: 'Replica.*' }] }
  await people.ben.post('/api/v1/silences', {
    ...about,
    reason: 'The replica is being rebuilt',
    endsAt: at('12:00:00'),
  })
  await theirs('Replica is 900 s behind', 'stock-replica-2', 'critical')
  await clock('08:40:00')
}

/** The shop's people take turns of a week. */
async function takenInTurns({ people: { ana, ben, noor } }: Night): Promise<void> {
  const layers = [{ people: [ana.id, ben.id, noor.id], from: '2025-10-06' }]
  await noor.put('/api/v1/schedules/shop', { zone: 'Europe/Berlin', layers })
}

const tryIt = async (page: Page) => {
  await page.getByRole('button', { name: 'Try it on the last week' }).click()
  const result = page.getByRole('heading', { name: 'The last week under these rules' })
  await result.waitFor()
  await result.scrollIntoViewIfNeeded()
}

/** What is quiet, what is loud, and what another pager made of the same. */
export const quiet: readonly Picture[] = [
  {
    name: 'settings-silences',
    says: 'What is silenced, who says so, why and until when; and a new one.',
    before: theMorningAfter,
    as: 'noor',
    path: '/settings/silences?service=stock&alertname=DiskAlmostFull',
    shows: 'The replica is being rebuilt',
  },
  {
    name: 'settings-alert-rules',
    says: 'A rule that a link proposed, on top of those that stand.',
    as: 'noor',
    path: '/settings/alert-rules?service=stock&alertname=DiskAlmostFull&change=list',
    shows: 'Not tried yet',
  },
  {
    name: 'settings-alert-rules-tried',
    says: 'The same rule, tried on the last week before it is saved.',
    as: 'noor',
    path: '/settings/alert-rules?service=stock&alertname=DiskAlmostFull&change=list',
    shows: 'Not tried yet',
    act: tryIt,
  },
  {
    name: 'settings-noise',
    says: 'The noisiest alerts of the week, with what can be done about each.',
    as: 'noor',
    path: '/settings/noise',
    shows: 'Silence it',
  },
  {
    name: 'settings-shadow',
    says: 'Beside another pager: how often that one rang, how often this would have, and what it would have missed.',
    as: 'noor',
    path: '/settings/shadow',
    shows: 'They woke you',
  },
  {
    name: 'service-watched',
    says: 'A service that is only watched says what it would have done, and is switched live by one button.',
    as: 'noor',
    path: '/services/payments',
    shows: 'Had it been live',
  },
  {
    name: 'settings-load',
    says: 'What being on call was like: the hours of each, pages, and the nights that were broken.',
    before: takenInTurns,
    as: 'noor',
    path: '/settings/load',
    shows: 'Broken nights',
  },
]
