import { expect, test } from 'vitest'
import { canPage, doubtAbout, pagesNobody } from './policy-checks.ts'

const [ana, ben] = [
  { id: 'a', name: 'Ana' },
  { id: 'b', name: 'Ben' },
]
const reached = (channels: Record<string, string[]>) => ({ channels: new Map(Object.entries(channels)) })

test('a policy whose people have no channel pages nobody, and it is said what changes that', () => {
  expect(pagesNobody([ana, ben], reached({ a: [] }))).toBe(
    'It would page nobody: Ana and Ben have no channel. Give one of them a mail address (with FIRELINE_SMTP_URL), ntfy or Telegram first, or name somebody who has one. Where nobody is meant to be paged, as in a drill, say "pagesNobody": true.',
  )
  expect(pagesNobody([ana], reached({}))).toContain('Ana has no channel')
  expect(pagesNobody([ana, ben], reached({ b: ['mail'] }))).toBeUndefined()
  expect(pagesNobody([], reached({}))).toContain('names nobody')
})

test('before anybody here can be paged at all, no policy is to blame', () => {
  expect(canPage(reached({ a: [] }), false)).toBe(false)
  expect(canPage(reached({ a: [] }), true)).toBe(true)
  expect(canPage(reached({ a: [], b: ['ntfy'] }), false)).toBe(true)
})

test('who may sleep through a page is said by name: no channel, none that wakes, or a last one that does not', () => {
  const about = (channels: string[]) => doubtAbout(ana, reached({ a: channels }))
  expect(about([])).toBe('Ana has no channel: a step that means them passes them by.')
  expect(about(['mail'])).toBe('Ana is paged by mail only, and that wakes nobody. ntfy or Telegram on their phone may.')
  expect(about(['ntfy', 'mail'])).toBe(
    'When nothing else gets through to Ana, mail is what is left, and that wakes nobody.',
  )
  expect(about(['mail', 'ntfy'])).toBeUndefined()
})
