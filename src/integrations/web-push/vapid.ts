import { createECDH, createPrivateKey, sign } from 'node:crypto'

/** This server, as push services know it (RFC 8292). */
export interface Vapid {
  /** What a browser binds its subscription to: 65 bytes, base64url. */
  publicKey: string
  /** The header for a push to there, good for twelve hours from `at`. */
  authorization(endpoint: string, at: string): string
}

const goodForSeconds = 12 * 3_600

/**
 * Derived from the server's one secret: every node has the same key, at each start, and nothing has to be stored. `subject` is an
 * https or mailto address at which whoever runs a push service may ask.
 */
export function vapidOf(derive: (name: string) => string, subject: string): Vapid {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(privateKey(derive))
  const point = pair.getPublicKey()
  const publicKey = point.toString('base64url')
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: privateKey(derive).toString('base64url'),
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  })
  return {
    publicKey,
    authorization(endpoint, at) {
      const exp = Math.floor(Date.parse(at) / 1_000) + goodForSeconds
      const said = [
        { typ: 'JWT', alg: 'ES256' },
        { aud: new URL(endpoint).origin, exp, sub: subject },
      ]
      const text = said.map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
      const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
      return `vapid t=${text}.${signature}, k=${publicKey}`
    },
  }
}

/** Of 2^32 numbers of 256 bits one is no key of P-256: then the next one is taken. */
function privateKey(derive: (name: string) => string, n = 0): Buffer {
  const bytes = Buffer.from(derive(`web push ${n}`), 'base64url')
  const isKey = bytes.some(byte => byte !== 0) && bytes.compare(order) < 0
  return isKey ? bytes : privateKey(derive, n + 1)
}

/** How many points P-256 has (SEC 2, 2.4.2). */
const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')
