import { z } from 'zod'
import type { Outside } from '../../engine/outside.ts'
import { settled, settlingOf, tried, writeDown } from '../config/asked.ts'
import { configNow } from '../config/settle.ts'
import { type Route, route } from '../route.ts'

const things = z.record(z.string().max(254), z.json()).optional()

const body = z.strictObject({
  config: z.strictObject({
    services: things,
    schedules: things,
    policies: things,
    channels: things,
    ownRules: things,
    alertRules: z.json().optional(),
    houseRules: things,
    statusPages: things,
    access: things,
    callLinks: things,
  }),
  reason: z.string().trim().min(1).max(1_000).optional(),
})

/** Settings as code: read as a whole, tried, and applied in one transaction. */
export function settingsAsCodeRoutes(outside: Outside): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/config',
      action: 'people:write',
      says: 'Services, schedules, policies, channels without their secrets, rules and status pages, as one document that can be applied again.',
      async run({ sql, ...asked }) {
        // A read has no transaction of its own; nothing here writes.
        const settling = await settlingOf({ query: sql.query.bind(sql), afterwards: [] }, asked, outside)
        return { config: await configNow(settling) }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/config/try',
      action: 'people:write',
      says: 'What applying this document would change, and whether it could be: everything is done, then undone.',
      body,
      run: call => tried(call.tx, () => settled(call.tx, call, outside, call.body.config, call.body.reason)),
    }),
    route({
      method: 'POST',
      path: '/api/v1/config',
      action: 'people:write',
      says: 'Makes the settings what this document says, all of it or nothing; what it does not name stays.',
      body,
      async run(call) {
        const answer = await settled(call.tx, call, outside, call.body.config, call.body.reason)
        await writeDown(call, 'POST /api/v1/config', answer)
        return answer
      },
    }),
  ]
}
