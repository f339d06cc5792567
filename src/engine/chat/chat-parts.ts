import type { Wire } from '../../steps/notify/channel.ts'
import type { ChatRoom } from '../../steps/notify/chat-room.ts'
import type { Chat } from '../../store/chats.ts'
import { chatOf } from '../../store/chats.ts'
import type { Sql } from '../../store/db.ts'
import { ackTopicOf, type Outside } from '../outside.ts'

/** A chat that is set up, with what speaks to it. */
export interface Spoken {
  chat: Chat
  port: ChatRoom
  wire: Wire
}

/** Undefined: no such chat is set up. */
export async function spokenOf(
  sql: Sql,
  outside: Outside,
  kind: string,
  signal: AbortSignal,
): Promise<Spoken | undefined> {
  const port = outside.chats.get(kind)
  const chat = port && (await chatOf(sql, outside.secrets, kind))
  return chat && port && { chat, port, wire: wireOf(outside, signal) }
}

export function wireOf({ outbound, secrets }: Outside, signal: AbortSignal): Wire {
  return { send: outbound.send, signal, ackTopic: server => ackTopicOf(secrets, server) }
}
