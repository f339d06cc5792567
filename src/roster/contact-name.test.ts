import { expect, test } from 'vitest'
import { channelOf, contactInWords, contactPattern, nameFor, over } from './contact-name.ts'

test('the first contact of a channel is named like it, the next one by its label, or by a number', () => {
  expect(nameFor('sms', undefined, [])).toBe('sms')
  expect(nameFor('sms', 'Work phone', ['sms'])).toBe('sms:work-phone')
  expect(nameFor('sms', undefined, ['sms'])).toBe('sms:2')
  expect(nameFor('sms', undefined, ['sms', 'sms:2'])).toBe('sms:3')
  expect(nameFor('sms', 'Work phone!', ['sms:work-phone'])).toBe('sms:work-phone-2')
  expect(nameFor('sms', '☎', [])).toBe('sms')
})

test('a name is read aloud, and says its channel; whatever a label holds, the name is one that is taken', () => {
  expect(contactInWords('sms:work-phone')).toBe('sms (work phone)')
  expect(contactInWords('web-push')).toBe('web-push')
  expect(channelOf('sms:work-phone')).toBe('sms')
  expect(over('sms')).toEqual({ channel: 'sms' })
  expect(over('sms:work-phone')).toEqual({ channel: 'sms', contact: 'sms:work-phone' })
  for (const label of ['Ana’s <b>', '../x', '机', 'a:b', ' -- ', 'x'.repeat(200)])
    expect(nameFor('sms', label, ['sms'])).toMatch(contactPattern)
})
