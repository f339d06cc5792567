import type { LastResort } from './engine/fallback.ts'
import { reason } from './engine/log.ts'
import { outbound } from './engine/outbound.ts'
import { ackTopicOf, type Outside } from './engine/outside.ts'
import { type Receivers, receivers } from './engine/receivers.ts'
import { discord } from './integrations/discord/discord.ts'
import { smsGateway } from './integrations/http-gateway/http-gateway.ts'
import { mattermost } from './integrations/mattermost/mattermost.ts'
import { ntfy } from './integrations/ntfy/ntfy.ts'
import { slack } from './integrations/slack/slack.ts'
import { mailChannel, smtpMail } from './integrations/smtp/smtp.ts'
import { teams } from './integrations/teams/teams.ts'
import { telegram } from './integrations/telegram/telegram.ts'
import { sms } from './integrations/twilio/sms.ts'
import { voice } from './integrations/twilio/voice.ts'
import { vapidOf } from './integrations/web-push/vapid.ts'
import { webPush } from './integrations/web-push/web-push.ts'
import { webhook } from './integrations/webhook/webhook.ts'
import type { Settings } from './settings.ts'
import type { Channel, Delivery, Mail } from './steps/notify/channel.ts'
import type { ChatRoom } from './steps/notify/chat-room.ts'
import { openSecrets } from './store/secrets.ts'

/** Every way to reach people that this server has, by its settings. */
export function openOutside(settings: Settings, url: () => string): Outside {
  const reached = receivers()
  const mail = settings.smtpUrl ? patient(reached, smtpMail(settings.smtpUrl, settings.mailFrom)) : undefined
  const secrets = openSecrets(settings)
  const push = webPush(vapidOf(secrets.derive, whomToAsk(settings)))
  const byHttp = [ntfy, telegram, push, sms, voice, smsGateway, mattermost, discord, teams, webhook]
  const channels = [...(mail ? [mailChannel(mail)] : []), ...byHttp] as unknown as Channel[]
  return {
    url,
    mail,
    chats: new Map([slack as unknown as ChatRoom].map(chat => [chat.kind, chat])),
    channels: new Map(channels.map(channel => [channel.kind, channel])),
    secrets,
    outbound: outbound(settings.allowPrivate),
    receivers: reached,
  }
}

/** All mail goes to one receiver. */
const patient = (reached: Receivers, mail: Mail): Mail => ({
  send: letter =>
    reached
      .reach('the mail server', () => mail.send(letter))
      .catch((error: unknown): Delivery => ({ outcome: 'retry', answer: reason(error) })),
})

/** The way of last resort, by FIRELINE_FALLBACK_URL alone; none where it is not set. */
export function lastResort({ fallbackUrl, fallbackSecret }: Settings, outside: Outside): LastResort | undefined {
  if (!fallbackUrl) return undefined
  const [kind, raw, says] = lastResortOf(fallbackUrl, fallbackSecret)
  const channel = outside.channels.get(kind)
  if (!channel) return undefined
  const settings = channel.settings.parse(raw)
  const ackTopic = (server: string) => ackTopicOf(outside.secrets, server)
  return {
    says,
    deliver: (message, signal) => channel.deliver(message, settings, { send: outside.outbound.send, signal, ackTopic }),
  }
}

function lastResortOf(url: string, secret: string | undefined): [string, Record<string, string>, string] {
  if (url.startsWith('mailto:')) return ['mail', { email: url.slice('mailto:'.length) }, 'mail']
  const { origin, pathname, host } = new URL(url)
  if (secret?.startsWith('whsec_')) return ['webhook', { url, secret }, `webhook at ${host}`]
  const place = pathname.replace(/\/+$/, '').split('/')
  const topic = place.pop() ?? ''
  return ['ntfy', { server: origin + place.join('/'), topic, ...(secret && { token: secret }) }, `ntfy at ${host}`]
}

/** Push services want an address of whoever sends: the public one where it is https, else that of the mail. */
function whomToAsk({ url, mailFrom }: Settings): string {
  if (url?.startsWith('https://')) return url
  return `mailto:${/[^<>\s]+@[^<>\s]+/.exec(mailFrom)?.[0] ?? 'fireline@localhost'}`
}
