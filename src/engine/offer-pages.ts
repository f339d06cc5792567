import type { OfferedPage } from '../incident/events.ts'
import type { Incident } from '../incident/incident.ts'
import type { Match, RunbookIndex } from '../runbook/match.ts'
import type { RunbookStore } from '../steps/consult/runbook-store.ts'
import { seenWords } from '../steps/consult/say.ts'
import { evidenceTexts, wantedOf } from '../steps/consult/wanted.ts'
import { readHead } from '../store/head.ts'
import { median, seenBefore } from '../store/same-trouble.ts'
import type { Desk } from './desk.ts'
import type { Perform } from './perform.ts'

const offersMost = 5

/** Looks the incident up in the runbook, and asks back what fits: nothing is offered rather than something that only looks alike. */
export function performOfferPages(runbook: RunbookStore): Perform<'offer-pages'> {
  return async (owed, desk) => {
    const is = await readHead(desk.db, owed.incident)
    if (!is) return { outcome: 'failed', answer: 'there is no such incident' }
    const pages = await pagesFor(desk, await runbook.book(), is)
    const answer = `${pages.length} pages`
    return { outcome: 'delivered', answer, asks: [{ command: 'offer-pages', body: { pages } }] }
  }
}

export async function pagesFor(desk: Desk, book: RunbookIndex, is: Incident): Promise<OfferedPage[]> {
  const wanted = wantedOf(is)
  const byAlert = book.offers(wanted, offersMost)
  const byEvidence = evidenceTexts(is).flatMap(text => book.offers({ service: is.service, text }, 2))
  const matches = [...byAlert, ...byEvidence.map(match => ({ ...match, why: `what you saw ${match.why}` }))]
  const past = wanted.signature ? await seenBefore(desk.db, wanted.signature, is.id) : undefined
  const isFirst = (match: Match, i: number) => matches.findIndex(other => other.page.id === match.page.id) === i
  return matches
    .filter(isFirst)
    .slice(0, offersMost)
    .map(match => offer(match, wanted.signature, past))
}

/** What the past incidents tell counts for the page of their signature; a page's own "Seen" lines count where they tell more. */
function offer({ page, score, why }: Match, signature: string | undefined, past: OfferedPage['seen']): OfferedPage {
  const isSame = signature !== undefined && page.signatures.includes(signature)
  const own = seenOn(page.seen)
  const seen = isSame && past && past.times >= (own?.times ?? 0) ? past : own
  return {
    page: page.id,
    title: page.title,
    score,
    why: isSame && seen ? `fixed this before: ${seenWords(seen)}` : why,
    ...(page.contacts.length > 0 && { contacts: page.contacts }),
    ...(seen && { seen }),
  }
}

function seenOn(lines: Match['page']['seen']): OfferedPage['seen'] {
  const last = lines.at(-1)
  if (!last) return undefined
  const medianMinutes = median(lines.flatMap(line => line.minutes ?? []))
  return { times: lines.length, ...(last.by && { lastFixedBy: last.by }), ...(medianMinutes && { medianMinutes }) }
}
