import type { CallMessage, Channel, Delivery } from '../steps/notify/channel.ts'
import { say } from '../steps/notify/say.ts'
import { readContacts } from '../store/contacts.ts'
import type { Desk } from './desk.ts'
import { reason } from './log.ts'
import type { Outside } from './outside.ts'
import type { Owed } from './perform.ts'
import { wireFor } from './wire.ts'

/** As much of a channel as takes a message. */
export type WayOut = Pick<Channel, 'settings' | 'deliver'> & { kind: string }

/**
 * Hands a message to the channel, with what this person told us of it. Nothing leaves once another node may have taken it over.
 * A wire that breaks is tried again; one that breaks behind the receiver's status was an answer.
 */
export async function handOver(
  owed: Pick<Owed, 'mayStillSend'>,
  message: CallMessage,
  channel: WayOut,
  desk: Desk,
  outside: Outside,
  signal: AbortSignal,
): Promise<Delivery> {
  const contacts = await readContacts(desk.db, message.to.id, outside.secrets)
  const raw = contacts.find(one => one.channel === channel.kind)?.settings ?? {}
  const wire = wireFor(message, outside, signal)
  if (!owed.mayStillSend()) return { outcome: 'retry', answer: say.tooLate, afterMs: 0 }
  return channel
    .deliver(message, channel.settings.parse(raw), wire)
    .catch((error: unknown): Delivery => ({ outcome: 'retry', answer: reason(error) }))
}
