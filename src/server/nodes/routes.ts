import { ApiError } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { betweenOf } from './between.ts'
import { liveHere } from './elsewhere.ts'

/** What nodes of one database ask each other; it opens to their own pass, and to nobody's token. */
export function betweenNodesRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/between-nodes/terminals/:incident',
      action: 'public',
      withoutDatabase: true,
      says: 'For other nodes on this database alone: the terminals of an incident whose line ends here.',
      async run({ desk, request, params }) {
        if (!betweenOf(desk).passed(request)) throw new ApiError(404, 'not-found', 'This is between nodes.')
        return { terminals: liveHere(desk, params.incident) }
      },
    }),
  ]
}
