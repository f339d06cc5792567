import type { ReadMail, ReadMailbox } from '../steps/intake/mailbox.ts'
import { mailboxAlert } from '../steps/intake/mailbox-alert.ts'
import { overAt } from '../steps/intake/probed.ts'
import { inTransaction } from '../store/db.ts'
import { readHead } from '../store/head.ts'
import { forgetMailbox, type MailboxState, saveReading, takeDueMailboxes } from '../store/mailboxes.ts'
import { ownIntegration } from '../store/own-integrations.ts'
import type { Accepting } from './accept.ts'
import type { Desk } from './desk.ts'
import { hearRemark } from './hear-remark.ts'
import { hearReport } from './hear-report.ts'
import { reason } from './log.ts'
import type { Outside } from './outside.ts'
import { atOnce, type Taking } from './taking.ts'

const mostAtOnce = 4
const longestWaitMs = 15 * 60_000
/** So many failures in a row and it is an alert: who writes there is not heard. */
const toldAfter = 3

type Parts = Pick<Outside, 'secrets' | 'outbound'> & { log: Accepting; read: ReadMailbox }

/** Reads the mailboxes that are due: each mail is a report, kept before it is marked as read. */
export function mailboxReader(desk: Desk, parts: Parts): Taking {
  return atOnce(desk, mostAtOnce, 'a mailbox', {
    take: room => takeDueMailboxes(desk.db, parts.secrets, desk.clock.now(), room),
    work: box => readOnce(desk, parts, box),
  })
}

async function readOnce(desk: Desk, parts: Parts, box: MailboxState): Promise<void> {
  if (box.isDeleted) {
    await tell(desk, parts.log, box, { failures: 0 })
    return forgetMailbox(desk.db, box.id)
  }
  let kept = 0
  let trouble: string | undefined
  try {
    const address = await parts.outbound.addressOf(box.settings.host)
    await parts.read(box.settings, address, async mail => {
      await hear(desk, parts, box, mail)
      kept += 1
    })
  } catch (error) {
    trouble = reason(error)
  }
  const failures = trouble === undefined ? 0 : box.failures + 1
  const now = desk.clock.now()
  const raisedAt = await tell(desk, parts.log, box, { failures, trouble })
  // A dead mailbox is asked ever more seldom, and still often enough to be back soon after it is.
  const waitMs = Math.min(box.everyMs * 2 ** Math.min(failures, 10), Math.max(longestWaitMs, box.everyMs))
  const nextAt = new Date(now.getTime() + waitMs)
  await saveReading(desk.db, box.id, { at: now, read: kept, trouble, failures, raisedAt, nextAt })
}

async function hear(desk: Desk, { secrets }: Parts, box: MailboxState, mail: ReadMail): Promise<void> {
  const by = { kind: 'system' as const, id: box.id, name: `Mail to ${box.slug}` }
  if (mail.answers && (await heardAsAnswer(desk, box, mail, mail.answers))) return
  const { answers: _, ...says } = mail
  const report = { ...says, service: box.service, once: `mail ${box.id} ${mail.once}` }
  await inTransaction(desk.db, tx => hearReport(desk, tx, secrets, report, { by, opensAfter: box.opensAfter }))
}

/** An answer to a letter of ours belongs to that incident; one about an incident that is not ours is a report like any mail. */
async function heardAsAnswer(
  desk: Desk,
  box: MailboxState,
  { name, contact, once }: ReadMail,
  { incident, says }: NonNullable<ReadMail['answers']>,
): Promise<boolean> {
  const by = { kind: 'system' as const, id: box.id, name: `Mail to ${box.slug}` }
  const from = name && contact ? `${name} <${contact}>` : (name ?? contact ?? 'somebody')
  const said = { incident, source: `mail ${once}`, text: says, from, over: 'mail' }
  return inTransaction(desk.db, async tx => {
    if (!(await readHead(tx, incident))) return false
    await hearRemark(desk, tx, said, by)
    return true
  })
}

/** Since when it is told that the mailbox cannot be read, after this reading. */
async function tell(
  desk: Desk,
  log: Accepting,
  box: MailboxState,
  { failures, trouble = '' }: { failures: number; trouble?: string },
): Promise<string | undefined> {
  const isDead = failures >= toldAfter || (failures > 0 && box.raisedAt !== undefined)
  if (isDead === (box.raisedAt !== undefined)) return box.raisedAt
  const at = desk.clock.at()
  const alert = mailboxAlert(box, trouble, box.raisedAt ?? at)
  const integration = await ownIntegration(desk.db, 'mailboxes', desk.clock.now())
  const alerts = [isDead ? alert : overAt(alert, alert.startedAt, at)]
  await log.accept({ integration, source: 'mailbox', body: JSON.stringify({ alerts }) })
  return isDead ? at : undefined
}
