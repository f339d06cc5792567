import type { CallMessage, Channel, Delivery } from '../steps/notify/channel.ts'
import { goneSays, tellingOfGone } from '../steps/notify/gone.ts'
import { say } from '../steps/notify/say.ts'
import { readChannelAccount } from '../store/channel-accounts.ts'
import { noteGone, readContacts } from '../store/contacts.ts'
import type { Desk } from './desk.ts'
import { reason } from './log.ts'
import type { Outside } from './outside.ts'
import type { Owed } from './perform.ts'
import { wireFor } from './wire.ts'

/** As much of a channel as takes a message. */
export type WayOut = Pick<Channel, 'settings' | 'account' | 'deliver'> & { kind: string }

/**
 * Hands a message to the channel, with what this person told us of it. Nothing leaves once another node may have taken it over.
 * A wire that breaks is tried again; one that breaks behind the receiver's status was an answer. Who is gone is asked once.
 */
export async function handOver(
  owed: Pick<Owed, 'kind' | 'mayStillSend'>,
  message: CallMessage,
  channel: WayOut,
  desk: Desk,
  outside: Outside,
  signal: AbortSignal,
): Promise<Delivery> {
  const contacts = await readContacts(desk.db, message.to.id, outside.secrets)
  const contact = contacts.find(one => one.channel === channel.kind)
  if (contact?.gone) return { outcome: 'failed', answer: goneSays.notAsked(contact.gone) }
  const account = channel.account && (await readChannelAccount(desk.db, channel.account.kind, outside.secrets))
  if (channel.account && !account)
    return { outcome: 'failed', answer: `${say.noAccount(channel.kind)} This one was not sent.` }
  const others = contacts.filter(one => one.gone).map(one => one.channel)
  const settings = channel.settings.parse(contact?.settings ?? {})
  const wire = { ...wireFor(message, outside, signal), ...(account && { account }) }
  if (!owed.mayStillSend()) return { outcome: 'retry', answer: say.tooLate, afterMs: 0 }
  desk.passing?.('before-wire', owed.kind)
  const delivery = await channel
    .deliver(tellingOfGone(message, others), settings, wire)
    .catch((error: unknown): Delivery => ({ outcome: 'retry', answer: reason(error) }))
  desk.passing?.('after-wire', owed.kind)
  if (delivery.gone)
    await noteGone(desk.db, message.to.id, channel.kind, { at: desk.clock.at(), answer: delivery.answer })
  return delivery
}
