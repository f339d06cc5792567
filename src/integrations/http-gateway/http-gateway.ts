import { z } from 'zod'
import { type CallMessage, type Channel, inUrl, readAnswer, type WireRequest } from '../../steps/notify/channel.ts'
import { phoneSettings, smsText } from '../../steps/notify/sms-text.ts'

const fieldName = z.string().regex(/^[-_.A-Za-z0-9]{1,60}$/, 'Letters, digits, dots, dashes and underscores.')
const printable = z.string().regex(/^[\x20-\x7e]{1,500}$/, 'Printable signs, on one line.')

/** Of the house: where messages are handed in, and what its fields are called. A value is put into a named field and never into a text of its own. */
const gateway = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/, message: 'An http or https URL.' })
      .max(2_000)
      .meta({
        title: 'Address',
        description: 'Where the gateway takes messages: an SMS modem in your rack, or a provider.',
      }),
    sends: z
      .enum(['json', 'form', 'query'])
      .default('json')
      .meta({ title: 'Sends', description: 'A JSON object, a form, or a GET with everything in its address.' }),
    numberField: fieldName.default('to').meta({ title: 'Field of the number' }),
    textField: fieldName.default('text').meta({ title: 'Field of the text' }),
    senderField: fieldName.optional().meta({ title: 'Field of the sender' }),
    sender: printable.optional().meta({ title: 'Sender' }),
    authorization: printable.optional().meta({
      title: 'Authorization',
      description: 'The whole header, for example: Bearer and a token.',
    }),
    answerSecret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'whsec_ and 24 bytes or more in base64.')
      .max(200)
      .optional()
      .meta({
        title: 'Secret of answers',
        description:
          'With it, a page says "1 = I have it", and what people answer is taken at /sms/gateway, signed with it as Standard Webhooks say.',
      }),
  })
  .meta({ title: 'SMS over a gateway of yours' })

type Gateway = z.infer<typeof gateway>

const settings = phoneSettings('SMS over the gateway')

type Settings = z.infer<typeof settings>

/** One short message over plain HTTP. */
export const smsGateway: Channel<Settings> = {
  kind: 'sms-gateway',
  settings,
  secrets: [],
  account: { kind: 'gateway', settings: gateway, secrets: ['url', 'authorization', 'answerSecret'] },
  deliver: async (message, to, { send, signal, account }) =>
    readAnswer(await send(gatewayRequest(message, to, gateway.parse(account)), signal)),
}

export function gatewayRequest(message: CallMessage, { number }: Settings, over: Gateway): WireRequest {
  const { url, sends, numberField, textField, senderField, sender, authorization, answerSecret } = over
  const fields: [string, string][] = [
    [numberField, number],
    [textField, smsText(message, answerSecret !== undefined)],
    ...(senderField && sender ? [[senderField, sender] as [string, string]] : []),
  ]
  const redact = [...inUrl(url), ...(authorization ? [authorization, ...authorization.split(' ').slice(1)] : [])]
  const headers = { ...(authorization && { authorization }) }
  if (sends === 'query') {
    const whole = new URL(url)
    for (const [name, value] of fields) whole.searchParams.set(name, value)
    return { method: 'GET', url: String(whole), headers, body: '', redact }
  }
  const isJson = sends === 'json'
  return {
    url,
    headers: { ...headers, 'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded' },
    body: isJson ? JSON.stringify(Object.fromEntries(fields)) : String(new URLSearchParams(fields)),
    redact,
  }
}
