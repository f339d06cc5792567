import { ImapFlow, type ImapFlowOptions } from 'imapflow'
import type { MailboxSettings, ReadMailbox } from '../../steps/intake/mailbox.ts'
import { readMail } from './read-mail.ts'

/** Of one mail; what is attached beyond it is not read. */
const mostBytes = 256 * 1024
const mostMails = 50
const waitMs = 15_000

/** A mailbox over IMAP (RFC 9051), with verified TLS always: what is unseen in its folder is new. */
export const readImap: ReadMailbox = async (settings, address, keep) => {
  const client = new ImapFlow(optionsFor(settings, address))
  // A connection that breaks is told by the command that it breaks.
  client.on('error', () => {})
  try {
    await client.connect()
    const lock = await client.getMailboxLock(settings.folder)
    try {
      return await readUnseen(client, settings, keep)
    } finally {
      lock.release()
    }
  } catch (error) {
    // Without its cause, which would carry the password along.
    throw new MailboxError(inWords(error, settings))
  } finally {
    client.close()
  }
}

function optionsFor({ host, port, security, user, password, ca }: MailboxSettings, address: string): ImapFlowOptions {
  return {
    host: address,
    port,
    servername: host,
    secure: security === 'tls',
    ...(security === 'starttls' && { doSTARTTLS: true }),
    auth: { user, pass: password },
    ...(ca !== undefined && { tls: { ca } }),
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: 2 * waitMs,
    maxLiteralSize: 4 * mostBytes,
    maxResponseSize: 8 * mostBytes,
    maxLineLength: 4 * mostBytes,
  }
}

async function readUnseen(
  client: ImapFlow,
  { moveTo }: MailboxSettings,
  keep: Parameters<ReadMailbox>[2],
): Promise<number> {
  const unseen = (await client.search({ seen: false }, { uid: true })) || []
  const uids = unseen.slice(0, mostMails)
  for (const uid of uids) {
    const found = await client.fetchOne(String(uid), { source: { maxLength: mostBytes } }, { uid: true })
    const mail = found && found.source ? await readMail(found.source) : undefined
    if (mail) await keep(mail)
    await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
    if (moveTo !== undefined && !(await client.messageMove(String(uid), moveTo, { uid: true })))
      throw new Error(`what was read cannot be moved to ${moveTo}`)
  }
  return uids.length
}

/** A mailbox could not be read, in words that hold no secret. */
class MailboxError extends Error {}

/** The server's own answer where there is one, without the password. */
function inWords(error: unknown, { password }: MailboxSettings): string {
  const { responseText, message, code } = error as { responseText?: string; message?: string; code?: string }
  const said = [code, responseText ?? message ?? 'it failed'].filter(Boolean).join(': ')
  return said.replaceAll(password, '***').slice(0, 300).toWellFormed()
}
