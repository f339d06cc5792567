import { z } from 'zod'
import { phoneNumber } from '../../steps/notify/sms-text.ts'

/** An account at Twilio, or at whoever speaks its API (twilio.com/docs/usage/api). One for the house; people give only their number. */
export const twilioAccount = z
  .strictObject({
    accountSid: z
      .string()
      .regex(/^[A-Za-z0-9-]{2,64}$/, 'As it stands beside the token.')
      .meta({ title: 'Account SID', examples: ['AC0123456789abcdef'] }),
    authToken: z
      .string()
      .regex(/^[\x21-\x7e]{8,200}$/, 'As it stands in the console: 8 signs or more.')
      .meta({ title: 'Auth token' }),
    from: z
      .string()
      .regex(
        /^(\+[1-9]\d{6,14}|MG[A-Za-z0-9]{8,64}|[A-Za-z0-9 ]{1,11})$/,
        'A number, the SID of a messaging service, or a name of at most 11 letters.',
      )
      .meta({
        title: 'From',
        description: 'A number of yours, a messaging service (MG…), or a name. Calls need a number.',
        examples: ['+4930123456'],
      }),
    callFrom: z
      .string()
      .regex(phoneNumber, 'With + and the country, no spaces.')
      .optional()
      .meta({ title: 'Calls from', description: 'Where "From" is no number that may call.' }),
    answers: z.boolean().default(false).meta({
      title: 'Read answers',
      description:
        'Then a page says "1 = I have it". In the console of the account give each number the address /sms/twilio of this Fireline for messages that come in.',
    }),
    server: z
      .url({ protocol: /^https?$/, message: 'An http or https URL.' })
      .max(500)
      .transform(url => url.replace(/\/+$/, ''))
      .default('https://api.twilio.com')
      .meta({ title: 'Server', description: 'Another one that speaks the same API.' }),
  })
  .meta({ title: 'SMS and calls, by Twilio or its like' })

export type TwilioAccount = z.infer<typeof twilioAccount>

/** A request to a part of the account; its parameters as a form. */
export function twilioRequest({ server, accountSid, authToken }: TwilioAccount, part: string, form: object) {
  const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64')
  return {
    url: `${server}/2010-04-01/Accounts/${accountSid}/${part}.json`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${basic}` },
    body: String(new URLSearchParams(form as Record<string, string>)),
    redact: [authToken, basic],
  }
}
