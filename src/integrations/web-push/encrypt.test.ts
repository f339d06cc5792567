import { createPublicKey, verify } from 'node:crypto'
import { expect, it } from 'vitest'
import { decryptPush, subscription } from '../../../test/fakes/push-service.ts'
import { encryptPush, mostPushBytes } from './encrypt.ts'
import { vapidOf } from './vapid.ts'

// RFC 8291, appendix A.
const rfc = {
  text: 'When I grow up, I want to be a watermelon',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  uaPrivate: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  asPrivate: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  sent: 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}

it('the example of the standard comes out byte for byte', () => {
  const once = { salt: Buffer.from(rfc.salt, 'base64url'), privateKey: Buffer.from(rfc.asPrivate, 'base64url') }
  expect(encryptPush(Buffer.from(rfc.text), rfc, once).toString('base64url')).toBe(rfc.sent)
})

it('a receiver that can read the example of the standard reads what we send, up to the longest, and each time it looks different', () => {
  const theirs = { auth: rfc.auth, privateKey: Buffer.from(rfc.uaPrivate, 'base64url') }
  expect(decryptPush(Buffer.from(rfc.sent, 'base64url'), theirs).toString()).toBe(rfc.text)

  const mine = subscription()
  for (const text of ['', 'SEV2 checkout · Zahlungen schlagen fehl', 'x'.repeat(mostPushBytes)]) {
    const [sent, again] = [encryptPush(Buffer.from(text), mine), encryptPush(Buffer.from(text), mine)]
    expect(sent.length).toBeLessThanOrEqual(4_096)
    expect(sent.equals(again)).toBe(false)
    expect(decryptPush(sent, mine).toString()).toBe(text)
  }
  const changed = encryptPush(Buffer.from('x'), mine)
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
  expect(() => decryptPush(changed, mine)).toThrow()
  expect(() => encryptPush(Buffer.alloc(mostPushBytes + 1), mine)).toThrow('a push may have')
})

it('a push is signed for its service alone, for twelve hours, by a key that is the same at each start', () => {
  const derive = (name: string) =>
    Buffer.from(`${name} ............................`).subarray(0, 32).toString('base64url')
  const vapid = vapidOf(derive, 'mailto:ops@example.org')
  expect(vapidOf(derive, 'mailto:ops@example.org').publicKey).toBe(vapid.publicKey)
  const header = vapid.authorization('https://push.example.org/abc', '2026-01-31T03:12:00.000Z')
  const [, token = '', key = ''] = /^vapid t=(\S+), k=(\S+)$/.exec(header) ?? []
  const [head = '', body = '', signature = ''] = token.split('.')
  expect(key).toBe(vapid.publicKey)
  const point = Buffer.from(key, 'base64url')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  }
  const by = { key: createPublicKey({ format: 'jwk', key: jwk }), dsaEncoding: 'ieee-p1363' } as const
  expect(verify('sha256', Buffer.from(`${head}.${body}`), by, Buffer.from(signature, 'base64url'))).toBe(true)
  expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toEqual({
    aud: 'https://push.example.org',
    exp: Date.parse('2026-01-31T15:12:00Z') / 1_000,
    sub: 'mailto:ops@example.org',
  })
})

it('a number that is no key is passed over for the next', () => {
  const asked: string[] = []
  const derive = (name: string) => {
    asked.push(name)
    return Buffer.alloc(32, name.endsWith('0') ? 0xff : 7).toString('base64url')
  }
  expect(vapidOf(derive, 'mailto:ops@example.org').publicKey).toHaveLength(87)
  expect(new Set(asked)).toEqual(new Set(['web push 0', 'web push 1']))
})
