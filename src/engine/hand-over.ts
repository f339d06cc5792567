import type { CallMessage, Channel, Delivery } from '../steps/notify/channel.ts'
import { goneSays, tellingOfGone } from '../steps/notify/gone.ts'
import { say } from '../steps/notify/say.ts'
import { readChannelAccount } from '../store/channel-accounts.ts'
import { type Contact, noteGone, readContacts } from '../store/contacts.ts'
import type { Sql } from '../store/db.ts'
import type { Desk } from './desk.ts'
import { reason } from './log.ts'
import type { Outside } from './outside.ts'
import type { Owed } from './perform.ts'
import { wireFor } from './wire.ts'

/** As much of a channel as takes a message. */
export type WayOut = Pick<Channel, 'settings' | 'account' | 'deliver'> & { kind: string }

/** How a person is reached over one channel, as it stands when it is read. */
export interface Reached {
  contacts: readonly Contact[]
  /** Of the house, where the channel goes over one. */
  account?: Record<string, unknown>
}

export async function reachedOver(sql: Sql, person: string, channel: WayOut, { secrets }: Outside): Promise<Reached> {
  const contacts = await readContacts(sql, person, secrets)
  const account = channel.account && (await readChannelAccount(sql, channel.account.kind, secrets))
  return { contacts, ...(account && { account }) }
}

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
  reached?: Reached,
): Promise<Delivery> {
  const { contacts, account } = reached ?? (await reachedOver(desk.db, message.to.id, channel, outside))
  const named = message.to.contact ?? channel.kind
  const contact = contacts.find(one => one.id === named)
  if (!contact && named !== channel.kind) return { outcome: 'failed', answer: say.contactRemoved }
  if (contact?.gone) return { outcome: 'failed', answer: goneSays.notAsked(contact.gone) }
  if (channel.account && !account)
    return { outcome: 'failed', answer: `${say.noAccount(channel.kind)} This one was not sent.` }
  const others = contacts.filter(one => one.gone).map(one => one.id)
  const settings = channel.settings.parse(contact?.settings ?? {})
  const wire = { ...wireFor(message, outside, signal), ...(account && { account }) }
  if (!owed.mayStillSend()) return { outcome: 'retry', answer: say.tooLate, afterMs: 0 }
  desk.passing?.('before-wire', owed.kind)
  const delivery = await channel
    .deliver(tellingOfGone(message, others), settings, wire)
    .catch((error: unknown): Delivery => ({ outcome: 'retry', answer: reason(error) }))
  desk.passing?.('after-wire', owed.kind)
  if (delivery.gone) await noteGone(desk.db, message.to.id, named, { at: desk.clock.at(), answer: delivery.answer })
  return delivery
}
