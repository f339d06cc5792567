import { z } from 'zod'
import type { CallMessage } from './channel.ts'
import { cutTo } from './say.ts'
import { smsAnswerSays } from './sms-answer.ts'

/** GSM 03.38: the signs of which a message holds 160, and those that take the room of two. Any other sign halves what fits. */
const one =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const two = '^{}\\[~]|€'

/** Of a longer message each part says which it is, and holds less; three parts at the most, since each is paid for. */
const most = { gsm: 153 * 2, other: 67 * 3 }

/** What stands for what GSM does not know: so that a dash of ours does not halve a message. */
const plainer: readonly (readonly [RegExp, string])[] = [
  [/\p{Cc}/gu, ' '],
  [/[·–—‐]/g, '-'],
  [/…/g, '...'],
  [/[’‘]/g, "'"],
  [/[“”„]/g, '"'],
  [/\s+/g, ' '],
]

/** How much of a message a text takes, in signs of GSM; undefined: it has signs that GSM does not know. */
export function gsmLength(text: string): number | undefined {
  let length = 0
  for (const sign of text) {
    if (two.includes(sign)) length += 2
    else if (one.includes(sign)) length += 1
    else return undefined
  }
  return length
}

/** One short line, the link, and how to answer where answers are read. The link is always whole; the line is cut to what is left, and a repeat says that it may be one. */
export function smsText({ headline, link, repeat, isTest, buttons }: CallMessage, areAnswersRead = false): string {
  const line = plainer.reduce((text, [sign, instead]) => text.replaceAll(sign, instead), headline).trim()
  const start = repeat ? 'repeat? ' : ''
  const says = isTest ? smsAnswerSays.howOfTest : smsAnswerSays.how
  const how = areAnswersRead && buttons.length > 0 ? `\n${says}` : ''
  const end = `\n${isTest ? 'It rang: ' : ''}${link}${how}`
  const whole = `${start}${line}${end}`
  const fits = gsmLength(whole) === undefined ? most.other : most.gsm
  const over = (gsmLength(whole) ?? whole.length) - fits
  return over <= 0 ? whole : `${start}${cutTo(line, Math.max(20, line.length - over - 2)).replace('…', '...')}${end}`
}

export const phoneNumber = /^\+[1-9]\d{6,14}$/
const phoneNumberSays = 'With + and the country, no spaces: +4915112345678.'

/** Whom to ring: all that a person says of their phone. */
export const phoneSettings = (title: string) =>
  z
    .strictObject({
      number: z
        .string()
        .regex(phoneNumber, phoneNumberSays)
        .meta({ title: 'Number', examples: ['+4915112345678'] }),
    })
    .meta({ title })
