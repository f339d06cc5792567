import type { Channel, Mail } from '../steps/notify/channel.ts'
import type { ChatRoom } from '../steps/notify/chat-room.ts'
import type { Secrets } from '../store/secrets.ts'
import type { Outbound } from './outbound.ts'
import type { Receivers } from './receivers.ts'

/** Everything with which Fireline reaches people. */
export interface Outside {
  /** The public address, as links name it. */
  url(): string
  mail?: Mail
  channels: ReadonlyMap<string, Channel>
  /** Chats in which an incident can have a room, by kind. */
  chats: ReadonlyMap<string, ChatRoom>
  secrets: Secrets
  outbound: Outbound
  receivers: Receivers
}

/** A topic of an ntfy server that nobody can guess, the same at each start. */
export const ackTopicOf = (secrets: Secrets, server: string): string =>
  `fl${secrets
    .derive(`ack topic ${server}`)
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 40)}`
