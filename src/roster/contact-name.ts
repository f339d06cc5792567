/**
 * A contact is one way to reach a person. It is named like its channel, `sms`, or by channel and a name of its own where the person has
 * several: `sms:work-phone`. The name stays while its label changes, so rules and old entries go on meaning it.
 */
export const contactPattern = /^[a-z][a-z0-9-]{0,39}(:[\p{L}\p{N}][\p{L}\p{N}-]{0,39})?$/u

/** The channel that a contact goes over. */
export const channelOf = (contact: string): string => contact.split(':', 1)[0] ?? contact

/** What it is called beyond its channel; empty for the one that is named like it. */
export const ownName = (contact: string): string => contact.slice(channelOf(contact).length + 1)

/** `sms (work phone)`, as people read it. */
export function contactInWords(contact: string): string {
  const name = ownName(contact).replaceAll('-', ' ')
  return name ? `${channelOf(contact)} (${name})` : contact
}

/** As its own person reads it: by the label that they gave it. */
export const calledByLabel = ({ id, label }: { id: string; label?: string }): string =>
  label ? `${channelOf(id)} (${label})` : contactInWords(id)

/** A call is told by what it went over. */
export const overWords = ({ channel, contact = channel }: { channel: string; contact?: string }): string =>
  contactInWords(contact)

/** Which contact a call goes over. */
export const contactOf = ({ channel, contact = channel }: { channel: string; contact?: string }): string => contact

/** As an event says it: the channel, and the contact where its channel does not name it. */
export const over = (contact: string): { channel: string; contact?: string } => {
  const channel = channelOf(contact)
  return contact === channel ? { channel } : { channel, contact }
}

/** A name for a new contact that nobody of the same person has: by its label, else the channel, else a number. */
export function nameFor(channel: string, label: string | undefined, taken: readonly string[]): string {
  const base = slug(label ?? '') ? `${channel}:${slug(label ?? '')}` : channel
  for (let n = 2; ; n++) {
    const name = n === 2 ? base : `${base === channel ? `${channel}:` : `${base}-`}${n - 1}`
    if (!taken.includes(name)) return name
  }
}

const slug = (label: string): string =>
  label
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 36)
    .replace(/^-+|-+$/g, '')
