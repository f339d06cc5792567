import { expect, test } from 'vitest'
import { callLink, callLinkTrouble } from './call-link.ts'

test('an incident has its own address by the template of its team, whatever its service is called', () => {
  const of = (template: string) => callLink(template, { number: 12, service: 'a/b c' })
  expect(of('https://meet.example.org/inc-{number}')).toBe('https://meet.example.org/inc-12')
  expect(of('https://m.example/{service}?n={number}&again={number}')).toBe('https://m.example/a%2Fb%20c?n=12&again=12')
})

test.each([
  ['http://meet.example.org/{number}', 'https://'],
  ['javascript:alert({number})', 'https://'],
  ['meet.example.org', 'https://'],
  ['https://', 'https://'],
  ['https://{service}.example.org/', 'behind the host'],
  ['https://meet.example.org{number}/', 'behind the host'],
  ['https://ana:secret@meet.example.org/{number}', 'name and password'],
  ['https://meet.example.org/{title}', '{title}'],
  ['https://meet.example.org/{constructor}', '{constructor}'],
  ['https://meet.example.org/ {number}', 'blanks'],
  ['https://meet.example.org/"onclick=x', 'quotes'],
])('%s: no, it says %s', (template, says) => expect(callLinkTrouble(template)).toContain(says))

test.each(['https://meet.example.org/inc-{number}', 'https://8x8.vc/{service}/{number}', 'https://call.example.org'])(
  '%s: yes',
  template => expect(callLinkTrouble(template)).toBeUndefined(),
)
