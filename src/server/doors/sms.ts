import { z } from 'zod'
import { hearSms } from '../../engine/hear-sms.ts'
import { isTwilioSigned } from '../../integrations/twilio/sign.ts'
import { messageTwiml } from '../../integrations/twilio/twiml.ts'
import { readChannelAccount } from '../../store/channel-accounts.ts'
import { ApiError } from '../answer.ts'
import type { IntakeAnswer, IntakeCall } from '../intake.ts'
import { bytesOf } from '../intake-body.ts'
import { slowDown } from '../slow-down.ts'
import { isStandardSigned } from '../standard-webhook.ts'
import type { IntakeRoute } from './door.ts'
import { headersOf } from './headers.ts'

/** Where answers to short messages are brought: each request signed, and only where an admin switched it on. */
export const smsDoor: readonly IntakeRoute[] = [
  {
    method: 'POST',
    path: /^\/sms\/twilio\/?$/,
    as: '/sms/twilio',
    says: 'What people answer by SMS, signed by Twilio or its like. Answers TwiML.',
    run: takeTwilio,
  },
  {
    method: 'POST',
    path: /^\/sms\/gateway\/?$/,
    as: '/sms/gateway',
    says: 'What people answer over a gateway, as `{from, text}`, signed as Standard Webhooks say. Answers `{text}`, to be sent back.',
    run: takeGateway,
  },
]

const mostAMinute = 10
const slow = slowDown()

/** One answer for all: whether answers are read here is nobody's business. */
const notSigned = () =>
  new ApiError(401, 'not-signed', 'This is not signed by what is set up here, or it is older than 5 minutes.')

async function takeTwilio(call: IntakeCall): Promise<IntakeAnswer> {
  const { desk, outside, request, place } = call
  const raw = await bytesOf(request, bytes => place.grow(bytes))
  const account = await readChannelAccount(desk.db, 'twilio', outside.secrets)
  const token = account?.['answers'] === true ? account['authToken'] : undefined
  const form = new URLSearchParams(raw.toString('utf8'))
  const signature = String(request.headers['x-twilio-signature'] ?? '')
  const url = `${outside.url()}${request.url ?? ''}`
  if (typeof token !== 'string' || !isTwilioSigned(url, form, signature, token)) throw notSigned()
  const [id, from] = [form.get('MessageSid') ?? '', form.get('From') ?? '']
  if (!/^[\x21-\x7e]{1,200}$/.test(id))
    throw new ApiError(400, 'invalid', 'A message has an id, of printable signs.', { path: 'MessageSid' })
  slow(desk, from, mostAMinute)
  const said = await hearSms(desk, outside, { kind: 'twilio', id, from, text: form.get('Body') ?? '' })
  return { status: 200, text: messageTwiml(said), headers: { 'content-type': 'text/xml; charset=utf-8' } }
}

const answered = z.object({ from: z.string().max(30), text: z.string().max(2_000) })

async function takeGateway({ desk, outside, request, place }: IntakeCall): Promise<IntakeAnswer> {
  const raw = await bytesOf(request, bytes => place.grow(bytes))
  const secret = (await readChannelAccount(desk.db, 'gateway', outside.secrets))?.['answerSecret']
  const headers = headersOf(request)
  if (typeof secret !== 'string' || !isStandardSigned(raw, headers, secret, desk.clock.at())) throw notSigned()
  const { from, text } = bodyOf(raw)
  slow(desk, from, mostAMinute)
  const said = await hearSms(desk, outside, { kind: 'gateway', id: headers['webhook-id'] ?? '', from, text })
  return { status: 200, body: said === undefined ? {} : { text: said } }
}

function bodyOf(raw: Buffer): z.infer<typeof answered> {
  try {
    const read = answered.safeParse(JSON.parse(raw.toString('utf8')))
    if (read.success) return read.data
    throw new ApiError(400, 'invalid', 'Who wrote what: {"from": "+49…", "text": "1"}.', {
      path: String(read.error.issues[0]?.path[0] ?? ''),
    })
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError(400, 'invalid', 'Send JSON: {"from": "+49…", "text": "1"}.')
  }
}
