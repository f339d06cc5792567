import { createHmac, timingSafeEqual } from 'node:crypto'

const windowMs = 5 * 60_000

/** Whether a request is signed as Standard Webhooks 1.0 say, and of now: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`. */
export function isStandardSigned(
  raw: Uint8Array,
  headers: Readonly<Record<string, string>>,
  secret: string,
  at: string,
): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': time = '', 'webhook-signature': signatures = '' } = headers
  if (id === '' || !/^\d{1,12}$/.test(time) || Math.abs(Date.parse(at) - Number(time) * 1_000) > windowMs) return false
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const right = createHmac('sha256', key).update(`${id}.${time}.`).update(raw).digest()
  return signatures
    .split(' ')
    .slice(0, 10)
    .filter(one => one.startsWith('v1,'))
    .map(one => Buffer.from(one.slice(3), 'base64'))
    .some(given => given.length === right.length && timingSafeEqual(given, right))
}
