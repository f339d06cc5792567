/** How to reach a mailbox. The password is a secret. */
export interface MailboxSettings {
  host: string
  port: number
  /** TLS from the first byte, or STARTTLS that must be offered; never without. */
  security: 'tls' | 'starttls'
  user: string
  password: string
  folder: string
  /** Where what was read goes; left there and marked as read otherwise. */
  moveTo?: string
  /** Whom to trust besides the public authorities, as PEM. */
  ca?: string
}

/** What a mail says, as a report; nothing that a machine answered by itself. */
export interface ReadMail {
  says: string
  name?: string
  contact?: string
  /** It answers a letter of ours about this incident, in these words of its own. */
  answers?: { incident: string; says: string }
  /** The same mail again has the same. */
  once: string
}

/**
 * Reads what is new, at most so many; each is marked as read, or moved, only after `keep` has kept it. Answers how many were
 * read. Throws in words for people when the mailbox cannot be read.
 */
export type ReadMailbox = (
  settings: MailboxSettings,
  /** The address to connect to; certificates are checked against the host's name. */
  address: string,
  keep: (mail: ReadMail) => Promise<void>,
) => Promise<number>
