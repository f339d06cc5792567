import { createHmac, timingSafeEqual } from 'node:crypto'

const windowMs = 5 * 60_000

/** Whether a request is from Slack and of now (docs.slack.dev, "Verifying requests"): HMAC of its time and its very bytes, compared in constant time. */
export function isSigned(
  raw: Uint8Array,
  headers: Readonly<Record<string, string>>,
  secret: string,
  at: string,
): boolean {
  const time = headers['x-slack-request-timestamp'] ?? ''
  if (!/^\d{1,12}$/.test(time) || Math.abs(Date.parse(at) - Number(time) * 1_000) > windowMs) return false
  const right = createHmac('sha256', secret).update(`v0:${time}:`).update(raw).digest()
  const given = Buffer.from(/^v0=([0-9a-f]{64})$/.exec(headers['x-slack-signature'] ?? '')?.[1] ?? '', 'hex')
  return given.length === right.length && timingSafeEqual(given, right)
}
