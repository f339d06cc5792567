import type { Person } from '../roster/person.ts'
import type { CallMessage, Delivery } from '../steps/notify/channel.ts'
import { type Contact, readContacts } from '../store/contacts.ts'
import type { Desk } from './desk.ts'
import { handOver } from './hand-over.ts'
import type { Outside } from './outside.ts'
import type { Owed } from './perform.ts'
import { sendLetter } from './send-letter.ts'

/** A word to one person that is no page. `id` makes the mail's Message-ID, `off` is where a mail program may post that it is unwanted. */
export interface QuietWord {
  id: string
  headline: string
  lines: string[]
  link: string
  off?: string
}

interface Way {
  /** The channels that it may go over where the person has no mail. */
  takes(contact: Contact): boolean
  /** What is said when there is none. */
  none: string
}

/** By mail where the person has an address, else without a sound over the first of their channels that may carry it. */
export function quietWord(
  owed: Pick<Owed, 'id' | 'kind' | 'repeat' | 'mayStillSend'>,
  person: Person,
  word: QuietWord,
  way: Way,
  desk: Desk,
  outside: Outside,
  signal: AbortSignal,
): Promise<Delivery> {
  return outside.mail && person.email
    ? byMail(owed, outside, person.email, word)
    : quietly(owed, person, word, way, desk, outside, signal)
}

async function byMail(
  owed: Pick<Owed, 'repeat' | 'mayStillSend'>,
  outside: Outside,
  to: string,
  { id, headline, lines, link, off }: QuietWord,
): Promise<Delivery> {
  const again = owed.repeat ? ['This may be a repeat: we could not tell whether it arrived.', ''] : []
  const text = [...again, ...lines, link, ''].join('\n')
  return sendLetter(owed, outside, { id, to, subject: headline, text, ...(off && { off }) })
}

async function quietly(
  owed: Pick<Owed, 'id' | 'kind' | 'repeat' | 'mayStillSend'>,
  person: Person,
  word: QuietWord,
  { takes, none }: Way,
  desk: Desk,
  outside: Outside,
  signal: AbortSignal,
): Promise<Delivery> {
  const contacts = await readContacts(desk.db, person.id, outside.secrets)
  const contact = contacts.find(one => one.channel !== 'mail' && outside.channels.has(one.channel) && takes(one))
  const channel = contact && outside.channels.get(contact.channel)
  if (!channel) return { outcome: 'failed', answer: none }
  const message: CallMessage = {
    id: owed.id,
    incident: owed.id,
    number: 0,
    severity: 'sev4',
    to: { id: person.id, name: person.name, contact: contact.id },
    headline: word.headline,
    lines: word.lines,
    link: word.link,
    ways: [],
    buttons: [],
    repeat: owed.repeat,
    at: desk.clock.at(),
    isTest: true,
    isQuiet: true,
  }
  return handOver(owed, message, channel, desk, outside, signal)
}
