import { handle } from '../../engine/handle.ts'
import { newId } from '../../engine/id.ts'
import { declareBody } from '../../steps/intake/asks.ts'
import { newIncident, readHead } from '../../store/head.ts'
import { created, refused } from '../answer.ts'
import { type Route, route } from '../route.ts'

/** A person, or a script for them, says that something burns. */
export function declareRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/incidents',
      action: 'report',
      says: 'Declare an incident.',
      body: declareBody,
      async run({ desk, tx, ask, body }) {
        const incident = newId(desk.clock.now())
        const number = await newIncident(tx, incident)
        const handled = await handle(desk, tx, incident, ask({ ...body, number }), 'declare')
        return 'code' in handled ? refused(handled) : created(await readHead(tx, incident))
      },
    }),
  ]
}
