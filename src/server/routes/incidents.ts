import { z } from 'zod'
import { commands } from '../../api/commands.ts'
import { handle } from '../../engine/handle.ts'
import type { AskSpec } from '../../incident/asks.ts'
import { listHeads, readHead } from '../../store/head.ts'
import { ApiError, notFound, refused } from '../answer.ts'
import { awaitOutcome } from '../await-outcome.ts'
import { type Route, route } from '../route.ts'
import { withSizeUp } from '../with-size-up.ts'

const list = route({
  method: 'GET',
  path: '/api/v1/incidents',
  action: 'read',
  says: 'The incidents, newest first.',
  query: z.strictObject({ status: z.enum(['open', 'mitigated', 'resolved']).optional() }),
  run: async ({ sql, query }) => ({ incidents: await listHeads(sql, query.status) }),
})

const one = route({
  method: 'GET',
  path: '/api/v1/incidents/:incident',
  action: 'read',
  says: 'One incident, folded from its timeline.',
  run: async ({ desk, sql, params }) =>
    withSizeUp(desk, sql, (await readHead(sql, params.incident)) ?? notFoundIncident(params.incident)),
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
      return 'code' in handled ? refused(handled) : { entries: handled.entries }
    },
    afterwards: ({ desk }, answer) => awaitOutcome(desk, name, answer),
  })
}

export function incidentRoutes(): Route[] {
  const asked = Object.entries(commands).filter(([, spec]) => spec.action !== 'system')
  return [list, one, ...asked.map(([name, spec]) => commandRoute(name, spec))]
}

function notFoundIncident(id: string): never {
  throw notFound(`incident ${id}`)
}
