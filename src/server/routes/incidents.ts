import type { z } from 'zod'
import { commands } from '../../api/commands.ts'
import type { Desk } from '../../engine/desk.ts'
import { handle } from '../../engine/handle.ts'
import { savingOf } from '../../engine/saving.ts'
import { roomFeedOf } from '../../hosts/room-feed.ts'
import type { AskSpec } from '../../incident/asks.ts'
import { lineOf } from '../../incident/line.ts'
import type { Sql } from '../../store/db.ts'
import { countIncidents, findIncidents, findLines, type IncidentFilter } from '../../store/find-incidents.ts'
import { incidentNamed, readHead } from '../../store/head.ts'
import { ApiError, badField, notFound, refused } from '../answer.ts'
import { awaitOutcome } from '../await-outcome.ts'
import { type Route, route } from '../route.ts'
import { withSizeUp } from '../with-size-up.ts'
import { incidentQuery, momentOf, wordsOf } from './incident-filter.ts'

const list = route({
  method: 'GET',
  path: '/api/v1/incidents',
  action: 'read',
  says: 'The incidents, newest first; by words, service, severity, status and time; `view=line` for one light row each.',
  query: incidentQuery,
  async run({ sql, query }) {
    const filter = await filterOf(sql, query)
    if (query.view !== 'line') return { incidents: await findIncidents(sql, filter) }
    const [incidents, found] = await Promise.all([findLines(sql, filter), countIncidents(sql, filter)])
    return { incidents, found }
  },
  fromCopy: ({ desk, query }) => burningHere(desk, query),
})

/** Of what this node keeps only those that burn are all there: a list of others is not made up. */
function burningHere(desk: Desk, { status, view, limit, ...narrower }: z.infer<typeof incidentQuery>): unknown {
  if (status !== 'open' || Object.values(narrower).some(value => value !== undefined)) return undefined
  const burning = roomFeedOf(desk)
    .copies()
    .filter(({ is }) => is.status !== 'resolved')
    .toSorted((a, b) => (a.is.openedAt < b.is.openedAt ? 1 : -1))
  const shown = burning.slice(0, limit)
  const asOf = burning.map(one => one.asOf).sort()[0] ?? savingOf(desk).awaySince()
  if (view !== 'line') return { incidents: shown.map(({ is, hash }) => ({ ...is, hash })), asOf }
  return { incidents: shown.map(({ is }) => lineOf(is)), found: burning.length, asOf }
}

async function filterOf(sql: Sql, query: z.infer<typeof incidentQuery>): Promise<IncidentFilter> {
  const { status, q, service, severity, from, to, after, limit } = query
  const last = after === undefined ? undefined : await incidentNamed(sql, after)
  if (after !== undefined && !last) throw badField('query.after', 'The incident that the last answer ended with.')
  return {
    status,
    service,
    limit,
    after: last,
    words: wordsOf(q),
    severities: severity?.split(','),
    from: momentOf(from),
    to: momentOf(to, true),
  }
}

const one = route({
  method: 'GET',
  path: '/api/v1/incidents/:incident',
  action: 'read',
  says: 'One incident, folded from its timeline.',
  run: async ({ desk, sql, params }) =>
    withSizeUp(desk, sql, (await readHead(sql, params.incident)) ?? notFoundIncident(params.incident)),
  // Without the size-up: that nothing changed nearby cannot be said of what cannot be read.
  fromCopy: ({ copy }) => copy && { ...copy.is, hash: copy.hash, asOf: copy.asOf },
})

/** One route for each command of the road that people may ask. */
function commandRoute(name: string, spec: AskSpec): Route {
  return route({
    method: 'POST',
    path: `/api/v1/incidents/:incident/${name}` as '/api/v1/incidents/:incident/command',
    action: spec.action,
    says: spec.says,
    body: spec.body,
    bodyLimit: spec.bodyLimit,
    async run({ desk, tx, who, params, ask, body }) {
      if (spec.peopleOnly && who.kind === 'service')
        throw new ApiError(403, 'not-allowed', 'A service account may not do this; a person may.')
      const handled = await handle(desk, tx, params.incident, ask(body), name)
      desk.passing?.('ask-decided', name)
      return 'code' in handled ? refused(handled) : { entries: handled.entries }
    },
    afterwards({ desk }, answer) {
      desk.passing?.('ask-kept', name)
      return awaitOutcome(desk, name, answer)
    },
  })
}

export function incidentRoutes(): Route[] {
  const asked = Object.entries(commands).filter(([, spec]) => spec.action !== 'system')
  return [list, one, ...asked.map(([name, spec]) => commandRoute(name, spec))]
}

function notFoundIncident(id: string): never {
  throw notFound(`incident ${id}`)
}
