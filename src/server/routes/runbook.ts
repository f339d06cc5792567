import { z } from 'zod'
import { isId } from '../../engine/id.ts'
import type { Match } from '../../runbook/match.ts'
import type { Page } from '../../runbook/page.ts'
import { renderPage } from '../../runbook/render.ts'
import { signaturePath } from '../../runbook/signature-path.ts'
import type { RunbookStore } from '../../steps/consult/runbook-store.ts'
import { wantedOf } from '../../steps/consult/wanted.ts'
import { alertNamed } from '../../store/alerts.ts'
import { badField, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'

const found = ({ page, score, why }: Match) => ({ id: page.id, title: page.title, score, why })

const searchRoute = (runbook: RunbookStore) =>
  route({
    method: 'GET',
    path: '/api/v1/runbook/search',
    action: 'read',
    says: 'The pages that fit these words, or this alert, best first.',
    query: z.strictObject({ q: z.string().min(1).max(4_000).optional(), alert: z.string().max(64).optional() }),
    async run({ sql, query: { q, alert } }) {
      if ((q === undefined) === (alert === undefined)) throw badField('query.q', 'Ask by words (q) or by an alert.')
      const book = await runbook.book()
      if (alert === undefined) return { pages: book.search(q ?? '', 20).map(found) }
      const said = isId(alert) ? await alertNamed(sql, alert) : undefined
      if (!said) throw notFound(`alert ${alert}`)
      return { pages: book.offers(wantedOf({ ...said, alerts: [said] }), 20).map(found) }
    },
  })

const pageRoute = (runbook: RunbookStore) =>
  route({
    method: 'GET',
    path: '/api/v1/runbook/pages/*',
    action: 'read',
    says: 'One page: safe HTML, its Markdown, contacts and steps, and which of them somebody signed.',
    async run({ params }) {
      const id = ((params as Record<string, string>)['*'] ?? '').replace(/\.md$/i, '')
      const page = (await runbook.book()).page(id)
      if (!page) throw notFound(`page ${id}`)
      const { path, title, contacts, access, services, signatures, alertNames, steps, seen, trouble, markdown } = page
      const said = { id, path, title, contacts, access, services, signatures, alertNames, steps, seen, trouble }
      return { ...said, signed: await signedOf(runbook, page), markdown, html: renderPage(markdown) }
    },
  })

/** By whom, only a host says: its own list of reviewers counts. */
async function signedOf(runbook: RunbookStore, { id, steps }: Page): Promise<string[]> {
  const names = steps.map(step => step.name)
  const signatures = await Promise.all(names.map(async name => runbook.signature?.(signaturePath(id, name))))
  return names.filter((_, n) => signatures[n] !== undefined)
}

export function runbookRoutes(runbook: RunbookStore): Route[] {
  return [searchRoute(runbook), pageRoute(runbook)]
}
