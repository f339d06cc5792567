import { RunbookBusy, type RunbookStore } from '../steps/consult/runbook-store.ts'
import { readHead } from '../store/head.ts'
import type { Desk } from './desk.ts'
import { isId } from './id.ts'
import { reason } from './log.ts'
import type { Perform } from './perform.ts'

/** Commits an accepted page. The commit names its draft, so that however often this runs, there is one. */
export function performCommitPage(runbook: RunbookStore): Perform<'commit-page'> {
  return async ({ incident, body }, desk) => {
    const { draft, path, title, markdown, base, author } = body
    const is = await readHead(desk.db, incident)
    const subject = `${path.replace(/\.md$/i, '')}: ${oneLine(title).slice(0, 100)}`
    const message = `${subject}\n\nFrom INC-${is?.number ?? 0}: ${oneLine(is?.title ?? '')}`
    const email = await emailOf(desk, author.id)
    try {
      const done = await runbook.commit({ draft, path, markdown, base, message, author: { ...author, email } })
      const asks = [{ command: 'page-committed', body: { draft, title, ...done } }]
      return { outcome: 'delivered', answer: [done.commit, done.trouble].filter(Boolean).join(' '), asks }
    } catch (error) {
      if (error instanceof RunbookBusy) desk.log.error('a page waits for the runbook', { draft, reason: error.message })
      return { outcome: 'retry', answer: reason(error) }
    }
  }
}

/** A title cannot forge a line of the commit, nor hold what no program takes as an argument. */
const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()

async function emailOf(desk: Desk, person: string): Promise<string | undefined> {
  if (!isId(person)) return undefined
  const { rows } = await desk.db.query<{ email: string | null }>('select email from person where id = $1', [person])
  return rows[0]?.email ?? undefined
}
