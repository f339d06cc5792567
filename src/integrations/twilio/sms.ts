import type { z } from 'zod'
import { type CallMessage, type Channel, readAnswer, type WireRequest } from '../../steps/notify/channel.ts'
import { phoneSettings, smsText } from '../../steps/notify/sms-text.ts'
import { type TwilioAccount, twilioAccount, twilioRequest } from './account.ts'

const settings = phoneSettings('SMS')

type Settings = z.infer<typeof settings>

/** One short message with the link (twilio.com/docs/messaging/api/message-resource). */
export const sms: Channel<Settings> = {
  kind: 'sms',
  settings,
  secrets: [],
  account: { kind: 'twilio', settings: twilioAccount, secrets: ['authToken'] },
  deliver: async (message, to, { send, signal, account }) =>
    readAnswer(await send(smsRequest(message, to, twilioAccount.parse(account)), signal)),
}

export function smsRequest(message: CallMessage, { number }: Settings, account: TwilioAccount): WireRequest {
  const from = account.from.startsWith('MG') ? { MessagingServiceSid: account.from } : { From: account.from }
  return twilioRequest(account, 'Messages', { To: number, ...from, Body: smsText(message, account.answers) })
}
