import { createDecipheriv, createECDH, createHmac, randomBytes } from 'node:crypto'

/** A browser's side of a subscription. */
export interface Subscription {
  p256dh: string
  auth: string
  privateKey: Buffer
}

export function subscription(): Subscription {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  const auth = randomBytes(16).toString('base64url')
  return { p256dh: pair.getPublicKey('base64url'), auth, privateKey: pair.getPrivateKey() }
}

/** What a browser does with a push, step by step as RFC 8291 (3.4) and RFC 8188 (2) say; written apart from what sends. Throws for what was changed. */
export function decryptPush(sent: Buffer, { auth, privateKey }: Pick<Subscription, 'auth' | 'privateKey'>): Buffer {
  const salt = sent.subarray(0, 16)
  const recordSize = sent.readUInt32BE(16)
  const keyLength = sent.readUInt8(20)
  const sender = sent.subarray(21, 21 + keyLength)
  const record = sent.subarray(21 + keyLength)
  if (record.length > recordSize) throw new Error('more than one record')
  const mine = createECDH('prime256v1')
  mine.setPrivateKey(privateKey)
  const hmac = (key: Buffer, ...parts: (Buffer | string)[]) => {
    const made = createHmac('sha256', key)
    for (const part of parts) made.update(part)
    return made.digest()
  }
  const one = Buffer.of(1)
  const keyed = hmac(Buffer.from(auth, 'base64url'), mine.computeSecret(sender))
  const secret = hmac(keyed, 'WebPush: info\0', mine.getPublicKey(), sender, one)
  const salted = hmac(salt, secret)
  const key = hmac(salted, 'Content-Encoding: aes128gcm\0', one).subarray(0, 16)
  const nonce = hmac(salted, 'Content-Encoding: nonce\0', one).subarray(0, 12)
  const open = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([open.update(record.subarray(0, -16)), open.final()])
  const end = padded.findLastIndex(byte => byte !== 0)
  if (padded[end] !== 2) throw new Error('this record is not the last')
  return padded.subarray(0, end)
}
