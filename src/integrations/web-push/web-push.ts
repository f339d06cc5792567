import { ECDH } from 'node:crypto'
import { z } from 'zod'
import {
  type CallMessage,
  type Channel,
  type Delivery,
  inUrl,
  pressAt,
  readAnswer,
  type WireAnswer,
  type WireRequest,
} from '../../steps/notify/channel.ts'
import { cutTo } from '../../steps/notify/say.ts'
import { encryptPush, mostPushBytes } from './encrypt.ts'
import type { Vapid } from './vapid.ts'

const settings = z
  .strictObject({
    endpoint: z
      .url({ protocol: /^https?$/, message: 'An http or https URL.' })
      .max(2_000)
      .meta({ title: 'Address', description: 'Where the push service of this browser or app listens.' }),
    p256dh: z
      .string()
      .regex(/^[-_A-Za-z0-9]{87}=?$/, '65 bytes as base64url.')
      .refine(isPoint, 'This is no public key of P-256.')
      .meta({ title: 'Public key', description: 'p256dh, as the subscription has it.' }),
    auth: z
      .string()
      .regex(/^[-_A-Za-z0-9]{22}={0,2}$/, '16 bytes as base64url.')
      .meta({ title: 'Secret', description: 'auth, as the subscription has it.' }),
    name: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({ title: 'Which one', examples: ['Firefox on my phone'] }),
  })
  .meta({ title: 'Web Push' })

type Settings = z.infer<typeof settings>

/** A push to a browser, or to an app by UnifiedPush: encrypted for it alone (RFC 8291), signed as this server (RFC 8292). */
export function webPush(vapid: Vapid): Channel<Settings> {
  return {
    kind: 'web-push',
    settings,
    secrets: ['endpoint', 'p256dh', 'auth'],
    deliver: async (message, to, { send, signal }) =>
      readPushAnswer(await send(pushRequest(message, to, vapid), signal)),
  }
}

/** A push that nobody could take within half an hour would ring for what is long past. */
const ttlSeconds = 1_800

/** The topic replaces what still waits for the same incident (RFC 8030, 5.4): a phone that comes back rings once. */
export function pushRequest(message: CallMessage, to: Settings, vapid: Vapid): WireRequest {
  return {
    url: to.endpoint,
    headers: {
      'content-type': 'application/octet-stream',
      'content-encoding': 'aes128gcm',
      ttl: String(ttlSeconds),
      urgency: message.isQuiet ? 'normal' : 'high',
      topic: message.incident.replaceAll('-', '').slice(0, 32),
      authorization: vapid.authorization(to.endpoint, message.at),
    },
    body: encryptPush(pushed(message), to),
    redact: [...inUrl(to.endpoint), to.auth],
  }
}

/** What the worker in the browser shows (web/push/service-worker.ts reads it), as much of it as a push may carry. */
function pushed(message: CallMessage): Buffer {
  const { incident, headline, lines, link, buttons, repeat, isQuiet = false } = message
  const of = (most: number) =>
    Buffer.from(
      JSON.stringify({
        tag: incident,
        title: cutTo(headline, 240),
        body: cutTo([...(repeat ? ['(This may be a repeat.)'] : []), ...lines].join('\n'), most),
        link,
        isQuiet,
        buttons: buttons.map(button => ({ label: button.label, at: pressAt(message, button) })),
      }),
    )
  // A sign takes up to six bytes as JSON.
  return [1_000, 500, 200].map(of).find(text => text.length <= mostPushBytes) ?? of(10)
}

/** 404 and 410: nobody listens there any more, for good (RFC 8030, 7.3). */
function readPushAnswer(answer: WireAnswer): Delivery {
  return { ...readAnswer(answer), ...((answer.status === 404 || answer.status === 410) && { gone: true }) }
}

function isPoint(key: string): boolean {
  try {
    return ECDH.convertKey(key, 'prime256v1', 'base64url', 'hex', 'uncompressed').length === 130
  } catch {
    return false
  }
}
