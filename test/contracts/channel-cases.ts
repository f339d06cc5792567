import type { Heard } from '../fakes/misbehaving.ts'
import { decryptPush, subscription } from '../fakes/push-service.ts'

interface ChannelCase {
  /** Of the person, as the API takes them. */
  settings: Record<string, unknown>
  /** Of the house, where the channel goes over an account of it. */
  account?: Record<string, unknown>
  /** What must never stand in an answer. */
  hidden: string[]
  /** What arrived, as its reader sees it. */
  reads(heard: Heard): string
  /** What would have formatted, named or linked something. */
  notIn?: string[]
}

const text = ({ body }: Heard): string => body.toString()

const browser = subscription()
const twilio = (server: string) => ({ server, accountSid: 'AC0123', authToken: 'auth-token-of-ours', from: '+4930123' })
const basic = Buffer.from('AC0123:auth-token-of-ours').toString('base64')
const form = ({ body }: Heard): URLSearchParams => new URLSearchParams(body.toString())

/** Each channel of the server, reached at an address. */
export const channelCases: Record<string, (base: string) => ChannelCase> = {
  ntfy: base => ({
    settings: { server: base, topic: 'ana-phone-topic', token: 'tk_verysecret' },
    hidden: ['ana-phone-topic', 'tk_verysecret'],
    reads: text,
  }),
  telegram: base => ({
    settings: { server: base, botToken: '12345:abcdefghijklmnop', chatId: '42' },
    hidden: ['abcdefghijklmnop'],
    reads: text,
    notIn: ['parse_mode'],
  }),
  'web-push': base => ({
    settings: { endpoint: `${base}/push/secret-of-the-endpoint`, p256dh: browser.p256dh, auth: browser.auth },
    hidden: ['secret-of-the-endpoint', browser.auth],
    reads: ({ body }) => decryptPush(body, browser).toString(),
  }),
  sms: base => ({
    settings: { number: '+4915112345678' },
    account: twilio(base),
    hidden: ['auth-token-of-ours', basic],
    reads: heard => form(heard).get('Body') ?? '',
    notIn: ['\u0000'],
  }),
  voice: base => ({
    settings: { number: '+4915112345678' },
    account: twilio(base),
    hidden: ['auth-token-of-ours', basic],
    reads: heard => form(heard).get('Twiml') ?? '',
    notIn: ['<b>', '<@everyone>', '\u0000'],
  }),
  'sms-gateway': base => ({
    settings: { number: '+4915112345678' },
    account: { url: `${base}/send?key=key-of-the-gateway`, authorization: 'Bearer token-of-the-gateway' },
    hidden: ['key-of-the-gateway', 'token-of-the-gateway'],
    reads: text,
  }),
  mattermost: base => ({
    settings: { url: `${base}/hooks/generated-key-1234`, channel: '@ana' },
    hidden: ['generated-key-1234'],
    reads: text,
    notIn: ['<!channel>', '<@everyone>', '@here', '[a](', '*_bold'],
  }),
  discord: base => ({
    settings: { url: `${base}/api/webhooks/1234567890/webhook-token-abc`, user: '80351110224678912' },
    hidden: ['webhook-token-abc'],
    reads: text,
    notIn: ['<!channel>', '<@everyone>', '[a](', '*_bold'],
  }),
  teams: base => ({
    settings: { url: `${base}/workflows/abc/triggers/manual?sig=signature-of-the-flow` },
    hidden: ['signature-of-the-flow'],
    reads: text,
    notIn: ['"TextBlock"'],
  }),
  webhook: base => ({
    settings: { url: `${base}/call?key=key-of-the-hook`, secret: 'a-secret-of-the-receiver' },
    hidden: ['a-secret-of-the-receiver', 'key-of-the-hook'],
    reads: text,
  }),
}
