import type { Decisions } from '../../incident/asks.ts'
import { happened } from '../../incident/decision.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { documentAsks } from './asks.ts'
import { mergeInto, mitigate, reopen, resolve } from './course.ts'
import { acceptPage, draftPage, pageCommitted } from './page.ts'
import { anythingWasDone } from './what-was-done.ts'

/** What happened becomes a runbook page. */
export const documentDecisions: Decisions<typeof documentAsks> = {
  mitigate,
  resolve,
  reopen,
  'merge-into': mergeInto,
  'draft-page': draftPage,
  'accept-page': acceptPage,
  'page-committed': pageCommitted,
  redacted: (_was, ask) => [happened('Redacted', ask.body)],
}

export const documentReactions: Reactions = {
  Resolved: (entry, is) => {
    if (entry.data.how === 'recovered' && !anythingWasDone(is)) return []
    const body = { command: 'draft-page', body: {} }
    return [{ kind: 'ask', key: `draft-page:${entry.seq}`, dueAt: entry.at, body }]
  },
  PageDrafted: entry => {
    const { draft, path, title, markdown, base, accepted } = entry.data
    if (!accepted) return []
    const author = { id: entry.by.id, name: entry.by.name }
    const body = { draft, path, title, markdown, base, author }
    return [{ kind: 'commit-page', key: `commit-page:${draft}`, dueAt: entry.at, body }]
  },
}
