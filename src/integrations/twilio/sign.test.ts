import { expect, test } from 'vitest'
import { isTwilioSigned } from './sign.ts'

const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
const form = (more: object = {}) =>
  new URLSearchParams({
    To: '+18005551212',
    From: '+14158675309',
    Digits: '1234',
    Caller: '+14158675309',
    CallSid: 'CA1234567890ABCDE',
    ...more,
  })

test('the example of Twilio’s own library is right, and nothing else is', () => {
  const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8='
  expect(isTwilioSigned(url, form(), signature, '12345')).toBe(true)
  expect(isTwilioSigned(url, form(), signature, '12346')).toBe(false)
  expect(isTwilioSigned(url, form({ Digits: '1235' }), signature, '12345')).toBe(false)
  expect(isTwilioSigned(url, form({ More: '' }), signature, '12345')).toBe(false)
  expect(isTwilioSigned(url.replace('bar=2', 'bar=3'), form(), signature, '12345')).toBe(false)
  for (const wrong of ['', 'x', signature.slice(0, -4), 'é'.repeat(28)])
    expect(isTwilioSigned(url, form(), wrong, '12345')).toBe(false)
})
