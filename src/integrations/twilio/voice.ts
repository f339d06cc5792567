import type { z } from 'zod'
import { type CallMessage, type Channel, pressAt, readAnswer, type WireRequest } from '../../steps/notify/channel.ts'
import { cutTo } from '../../steps/notify/say.ts'
import { phoneNumber, phoneSettings } from '../../steps/notify/sms-text.ts'
import { spoken } from '../../steps/notify/spoken.ts'
import { type TwilioAccount, twilioAccount, twilioRequest } from './account.ts'
import { xml } from './twiml.ts'

const settings = phoneSettings('Phone call')

type Settings = z.infer<typeof settings>

const ringSeconds = '40'

/** A phone call that says the headline twice and takes a key for an answer (twilio.com/docs/voice/api/call-resource). */
export const voice: Channel<Settings> = {
  kind: 'voice',
  settings,
  secrets: [],
  account: { kind: 'twilio', settings: twilioAccount, secrets: ['authToken'] },
  async deliver(message, to, { send, signal, account }) {
    if (message.isQuiet) return { outcome: 'failed', answer: 'A phone call cannot be quiet: it was not made.' }
    const over = twilioAccount.parse(account)
    const from = over.callFrom ?? over.from
    if (!phoneNumber.test(from))
      return {
        outcome: 'failed',
        answer: 'Calls need a number to come from: an admin sets "Calls from" under Settings, Channels.',
      }
    return readAnswer(await send(voiceRequest(message, to, over, from), signal))
  },
}

export function voiceRequest(
  message: CallMessage,
  { number }: Settings,
  account: TwilioAccount,
  from: string,
): WireRequest {
  return twilioRequest(account, 'Calls', { To: number, From: from, Timeout: ringSeconds, Twiml: twiml(message) })
}

/** What is said, and where the key goes: the two buttons of this message, each good once. */
function twiml(message: CallMessage): string {
  const { headline, buttons, repeat } = message
  const keys = buttons.map(({ label }, n) => `Press ${n + 1}: ${label}.`).join(' ')
  const text = xml(`${repeat ? 'This may be a repeat. ' : ''}${cutTo(spoken(headline), 300)}. ${keys}`)
  const [first, second] = buttons.map(button => pressAt(message, button))
  const action = [`${first}/key`, ...(second ? [second.slice(second.lastIndexOf('/') + 1)] : [])].join('/')
  const say = `<Say>Fireline. ${text}</Say>`
  return `<Response><Gather numDigits="1" timeout="10" action="${xml(action)}">${say}<Pause length="1"/>${say}</Gather><Say>No key was pressed. The page stays open.</Say></Response>`
}
