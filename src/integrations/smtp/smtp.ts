import { z } from 'zod'
import type { CallMessage, Channel, Delivery, Letter, Mail } from '../../steps/notify/channel.ts'

/** Of each wait, and of all of it: a server that sends a letter every few seconds would never be late otherwise. */
const timeoutMs = 10_000

/**
 * Mail over SMTP (RFC 5321). `smtps:` is TLS from the first byte; `smtp:` takes STARTTLS where it is offered. Without a password
 * to protect, a certificate that proves nothing is still better than plain text (RFC 7435), so it is not asked for then.
 */
export function smtpMail(url: string, from: string, limitMs = timeoutMs): Mail {
  const at = new URL(url)
  const isOpportunistic = at.protocol === 'smtp:' && !at.username
  // Five megabytes that a server without mail never needs; they are here before the first letter is.
  const transport = import('nodemailer').then(({ default: nodemailer }) =>
    nodemailer.createTransport({
      host: at.hostname.replace(/^\[|\]$/g, ''),
      port: Number(at.port || (at.protocol === 'smtps:' ? 465 : 25)),
      secure: at.protocol === 'smtps:',
      ...(at.username && { auth: { user: decodeURIComponent(at.username), pass: decodeURIComponent(at.password) } }),
      tls: { rejectUnauthorized: !isOpportunistic },
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    }),
  )
  const host = /@([^>\s]+)/.exec(from)?.[1] ?? 'fireline'
  return {
    async send(letter) {
      const signal = AbortSignal.timeout(limitMs)
      try {
        const { response } = await (await transport).sendMail({ from, ...readyToSend(letter, host), signal })
        return { outcome: 'delivered', answer: response }
      } catch (error) {
        return signal.aborted ? { outcome: 'retry', answer: 'no answer in time' } : readTrouble(error as SmtpTrouble)
      }
    },
  }
}

/** The same letter has the same Message-ID, so that a repeat can be told from a second call. */
function readyToSend({ id, thread, to, subject, text, off }: Letter, host: string) {
  return {
    to: { name: '', address: to },
    subject: oneLine(subject).slice(0, 300),
    text,
    messageId: `<${id}@${host}>`,
    ...(thread && { references: `<${thread}@${host}>`, inReplyTo: `<${thread}@${host}>` }),
    headers: { 'Auto-Submitted': 'auto-generated', ...(off && oneClickOff(off)) },
  }
}

const oneClickOff = (url: string) => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
})

/** A header holds no line break: what comes after one would be another header. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')

interface SmtpTrouble extends Error {
  responseCode?: number
  response?: string
  code?: string
}

/** 5xx is for good; 4xx, and a wire that broke, are tried again. */
export function readTrouble({ responseCode, response, message, code }: SmtpTrouble): Delivery {
  const answer = (response ?? message).slice(0, 500)
  const isForGood = (responseCode ?? 0) >= 500 || (code === 'EENVELOPE' && !responseCode)
  return { outcome: isForGood ? 'failed' : 'retry', answer }
}

const settings = z.strictObject({
  email: z
    .email()
    .max(254)
    .optional()
    .meta({ title: 'Mail address', description: 'Left empty: the one that you sign in with.' }),
})

/** Mail to a person: to the address of this contact, else their own. */
export function mailChannel(mail: Mail): Channel<z.infer<typeof settings>> {
  return {
    kind: 'mail',
    settings,
    secrets: [],
    async deliver(message, { email }) {
      const to = email ?? message.to.email
      if (!to) return { outcome: 'failed', answer: `${message.to.name} has no address.` }
      const text = [
        ...(message.repeat ? ['This may be a repeat: we could not tell whether it arrived.', ''] : []),
        message.headline,
        '',
        ...message.lines,
        '',
        linkSays(message),
        message.link,
        ...under(waysSay(message), message.ways),
        '',
      ].join('\n')
      return mail.send({
        id: `call-${message.id}`,
        thread: `incident-${message.incident}`,
        to,
        subject: message.headline,
        text,
      })
    },
  }
}

function linkSays({ isTest, together }: CallMessage): string {
  if (isTest) return 'Say here that it came:'
  return together
    ? 'The worst of them: acknowledge, or say that you cannot (looking changes nothing):'
    : 'Acknowledge, or say that you cannot (looking changes nothing):'
}

const waysSay = ({ together }: CallMessage): string =>
  together ? 'The others, a link each:' : 'Straight to it (nothing is sent before you press there):'

const under = (heading: string, lines: string[]): string[] => (lines.length > 0 ? ['', heading, ...lines] : [])
