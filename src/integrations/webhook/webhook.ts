import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { type CallMessage, type Channel, inUrl, readAnswer, type WireRequest } from '../../steps/notify/channel.ts'

const settings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, message: 'An http or https URL.' })
    .max(2_000)
    .meta({ title: 'Address', description: 'Each page is posted here, signed by Standard Webhooks.' }),
  secret: z
    .string()
    .min(16, 'A secret of 16 characters or more.')
    .max(500)
    .meta({ title: 'Signing secret', description: 'whsec_ and base64, or any text of 16 characters or more.' }),
})

type Settings = z.infer<typeof settings>

/** A call as a signed request, by Standard Webhooks 1.0 (github.com/standard-webhooks): `v1,` HMAC-SHA256 of id, time and body. */
export const webhook: Channel<Settings> = {
  kind: 'webhook',
  settings,
  secrets: ['secret', 'url'],
  deliver: async (message, to, { send, signal }) => readAnswer(await send(webhookRequest(message, to), signal)),
}

export function webhookRequest(message: CallMessage, { url, secret }: Settings): WireRequest {
  const { id, at, incident, number, severity, headline, lines, link, repeat, to, isTest, isQuiet, together, ways } =
    message
  const data = {
    incident,
    number,
    severity,
    headline,
    lines,
    link,
    repeat,
    to: to.name,
    ...(isTest && { test: true }),
    ...(isQuiet && { quiet: true }),
    ...(together && { together, ways }),
  }
  const body = JSON.stringify({ type: 'call', id, timestamp: at, data })
  const timestamp = String(Math.floor(Date.parse(at) / 1_000))
  return {
    url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
    },
    body,
    redact: [secret, ...inUrl(url)],
  }
}

const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)
