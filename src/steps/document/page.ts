import type { z } from 'zod'
import { type Ask, type Decision, happened, idOf, knowing, refuse } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import { readPage } from '../../runbook/page.ts'
import type { documentAsks } from './asks.ts'
import { correctedPage } from './corrected-page.ts'
import { newPage, pathFor } from './new-page.ts'
import { next, say } from './say.ts'

type Body<N extends keyof typeof documentAsks> = z.infer<(typeof documentAsks)[N]['body']>

/** What was done, as a page: the one that knows this trouble, corrected, or else a new one. */
export const draftPage = knowing(['knownPage'], (was, ask: Ask<Body<'draft-page'>>, { knownPage }): Decision => {
  const path = knownPage?.path ?? pathFor(was)
  const markdown = knownPage ? correctedPage(was, knownPage.markdown, ask.at) : newPage(was, ask.at)
  if (markdown === knownPage?.markdown) return []
  const before = was.drafts.find(draft => draft.state === 'draft')
  if (before?.markdown === markdown && before.path === path) return []
  const { id: known, title } = readPage(path, markdown)
  const base = knownPage && { known, base: knownPage.version }
  return [happened('PageDrafted', { draft: idOf(ask, 0), title, path, markdown, ...base })]
})

/** The words as accepted stand on the timeline first; the commit follows from them, once, and is answered as PageAccepted. */
export function acceptPage(was: Incident, ask: Ask<Body<'accept-page'>>): Decision {
  const draft = was.drafts.find(one => one.id === ask.body.draft)
  if (!draft) return refuse('unknown-draft', say.unknownDraft(ask.body.draft), next.draftOf(was))
  if (draft.state !== 'draft') return []
  const { markdown = draft.markdown, path = draft.path } = ask.body
  const stays = path === draft.path && draft.base !== undefined ? { known: draft.known, base: draft.base } : {}
  const { title } = readPage(path, markdown)
  return [happened('PageDrafted', { draft: draft.id, title, path, markdown, ...stays, accepted: true })]
}

export function pageCommitted(was: Incident, { body }: Ask<Body<'page-committed'>>): Decision {
  const draft = was.drafts.find(one => one.id === body.draft)
  if (!draft || draft.state === 'accepted') return []
  return [happened('PageAccepted', { ...body, page: body.path.replace(/\.md$/i, '') })]
}
