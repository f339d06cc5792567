import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { channelOf, contactInWords, contactPattern, nameFor } from '../roster/contact-name.ts'
import type { Contact } from '../store/contacts.ts'
import { badField } from './answer.ts'

/** A contact as it is sent. Without `id` it is the next one of its channel; without `label` it keeps the one it has. */
export const contactSpec = z.strictObject({
  id: z.string().max(81).regex(contactPattern, 'A channel, or a channel and a name: sms, sms:work-phone.').optional(),
  channel: z.string().max(40),
  label: z.string().trim().max(60, 'At most 60 letters.').optional(),
  settings: z.record(z.string().max(100), z.unknown()).default({}),
})

export const mostContacts = 10

export type SentContact = z.infer<typeof contactSpec>

/** What is sent, with the contact that it means: the one of this id, else the first of its channel that no other means. What is new gets a name. */
export interface NamedContact extends SentContact {
  id: string
  was?: Contact
}

export function namedContacts(sent: readonly SentContact[], before: readonly Contact[], path: string): NamedContact[] {
  const taken = [...before.map(one => one.id), ...sent.flatMap(one => one.id ?? [])]
  const meant = new Set(sent.flatMap(one => one.id ?? []))
  return sent.map((one, n) => {
    if (one.id !== undefined && channelOf(one.id) !== one.channel)
      throw badField(`${path}${n}.id`, `It begins with its channel: ${one.channel}, or ${one.channel}:a-name.`)
    if (one.id !== undefined && sent.findIndex(other => other.id === one.id) !== n)
      throw badField(`${path}${n}.id`, 'Each contact once.')
    const was = before.find(old => (one.id ? old.id === one.id : old.channel === one.channel && !meant.has(old.id)))
    const id = one.id ?? was?.id ?? nameFor(one.channel, one.label, taken)
    meant.add(id)
    taken.push(id)
    const label = one.label ?? was?.label
    return { ...one, id, ...(label ? { label } : { label: undefined }), ...(was && { was }) }
  })
}

/** The next one is for when this one does not get through: the same address twice would be none. */
export function eachAddressOnce(contacts: readonly Contact[], path: string): void {
  for (const [n, one] of contacts.entries()) {
    const first = contacts.find(
      other => other.channel === one.channel && isDeepStrictEqual(other.settings, one.settings),
    )
    if (first && first !== one)
      throw badField(`${path}${n}.settings`, `The same as ${contactInWords(first.id)}: each address once.`)
  }
}

/** What is kept of a contact whose settings stay: that its receiver knows it no more, or that it was tapped. */
export const asBefore = (
  { was }: NamedContact,
  settings: Contact['settings'],
): Pick<Contact, 'gone' | 'confirmedAt'> =>
  was && isDeepStrictEqual(settings, was.settings)
    ? { ...(was.gone && { gone: was.gone }), ...(was.confirmedAt && { confirmedAt: was.confirmedAt }) }
    : {}
