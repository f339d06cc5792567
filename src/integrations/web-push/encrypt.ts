import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'

/** What a browser gives out with its subscription: its public key (65 bytes) and its secret (16 bytes), base64url. */
export interface PushKeys {
  p256dh: string
  auth: string
}

/** What is drawn anew for each message: 16 bytes of salt, and a private key of P-256. */
export interface Once {
  salt: Buffer
  privateKey: Buffer
}

/** A record holds its text, one byte that ends it and 16 that prove it; 86 more stand before it, and a push service takes 4,096. */
export const mostPushBytes = 4_096 - 86 - 17

/** A message that only its browser can read (RFC 8291, in one record of aes128gcm, RFC 8188). Throws for a key that is no point of P-256. */
export function encryptPush(text: Buffer, { p256dh, auth }: PushKeys, once: Once = drawn()): Buffer {
  if (text.length > mostPushBytes)
    throw new Error(`a push may have ${mostPushBytes} bytes, this one has ${text.length}`)
  const mine = createECDH('prime256v1')
  mine.setPrivateKey(once.privateKey)
  const theirs = Buffer.from(p256dh, 'base64url')
  const shared = mine.computeSecret(theirs)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, mine.getPublicKey()])
  const secret = Buffer.from(hkdfSync('sha256', shared, Buffer.from(auth, 'base64url'), info, 32))
  const drawnFrom = (about: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, once.salt, `Content-Encoding: ${about}\0`, bytes))
  const cipher = createCipheriv('aes-128-gcm', drawnFrom('aes128gcm', 16), drawnFrom('nonce', 12))
  const sealed = [cipher.update(text), cipher.update(lastRecord), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat([once.salt, recordSize, Buffer.of(65), mine.getPublicKey(), ...sealed])
}

const lastRecord = Buffer.of(2)
const recordSize = Buffer.from([0, 0, 16, 0])

function drawn(): Once {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  const privateKey = Buffer.alloc(32)
  const bytes = pair.getPrivateKey()
  bytes.copy(privateKey, 32 - bytes.length)
  return { salt: randomBytes(16), privateKey }
}
