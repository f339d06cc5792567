import { createHash } from 'node:crypto'
import PostalMime, { type Email } from 'postal-mime'
import { incidentAnswered, isAutomatic, saysOf, withoutHistory } from '../../steps/intake/mail-text.ts'
import type { ReadMail } from '../../steps/intake/mailbox.ts'

const longest = { says: 2_000, name: 100, contact: 200 }

/** What a person wrote, from its text part alone; nothing of what a machine sent. What cannot be read is still somebody who wrote. */
export async function readMail(source: Buffer): Promise<ReadMail | undefined> {
  const email = await PostalMime.parse(source, { maxNestingDepth: 32, maxHeadersSize: 128 * 1024 }).catch(
    () => undefined,
  )
  if (!email) return { says: 'A mail that cannot be read', once: digest(source) }
  const address = email.from && 'address' in email.from ? (email.from.address ?? '') : ''
  const headers = headersOf(email)
  if (isAutomatic(headers, address)) return undefined
  const incident = incidentAnswered(headers)
  const own = (withoutHistory(email.text ?? '') || 'A mail without words').slice(0, longest.says).toWellFormed()
  return {
    ...(incident && { answers: { incident, says: own } }),
    says: saysOf(email.subject ?? '', email.text ?? '', longest.says),
    name: email.from?.name.slice(0, longest.name) || undefined,
    contact: address.slice(0, longest.contact) || undefined,
    once: digest(email.messageId ?? source),
  }
}

/** The first of each name. */
const headersOf = ({ headers }: Email) =>
  new Map(headers.toReversed().map(({ key, value }) => [key.toLowerCase(), value] as const))

const digest = (of: string | Buffer): string => createHash('sha256').update(of).digest('hex')
