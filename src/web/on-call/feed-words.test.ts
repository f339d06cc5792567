import { expect, test } from 'vitest'
import type { ShownFeed } from '../../api/calendar-feed.ts'
import { feedWords, nameFor } from './feed-words.ts'

const now = new Date('2026-11-28T12:00:00Z')
const feed: ShownFeed = {
  id: 'a',
  source: 'a',
  host: 'a.example.org',
  zone: 'UTC',
  state: 'read',
  goodAt: '2026-11-28T11:40:00Z',
  events: 12,
  left: [],
  failures: 0,
}

test('a calendar says how old it is, and what stays while it cannot be read', () => {
  expect(feedWords(feed, now)).toBe('12 entries, read 20 min ago.')
  expect(feedWords({ ...feed, state: 'failing', trouble: 'It answers 503.', events: 1 }, now)).toBe(
    'It cannot be read now. It answers 503. What it said 20 min ago stays: 1 entry.',
  )
  expect(feedWords({ ...feed, state: 'failing', trouble: 'It answers 404.', goodAt: undefined }, now)).toContain(
    'Nothing of it is known yet.',
  )
})

test('its name is where it is, and a second one from there replaces none', () => {
  expect(nameFor('webcal://Calendar.example.org/private-1/basic.ics', [])).toBe('calendar.example.org')
  expect(nameFor('https://a.example.org:8443/x', ['a.example.org-8443'])).toBe('a.example.org-8443-2')
  expect(nameFor('nonsense', [])).toBe('calendar')
})
