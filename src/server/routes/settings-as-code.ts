import { z } from 'zod'
import { may } from '../../access/may.ts'
import type { Config, ConfigAnswer } from '../../api/config.ts'
import type { Outside } from '../../engine/outside.ts'
import { addAuditLine } from '../../store/audit.ts'
import { inSavepoint, type Tx } from '../../store/db.ts'
import { ApiError } from '../answer.ts'
import { peopleByMail } from '../config/people-by-mail.ts'
import type { Settling } from '../config/section.ts'
import { configNow, settleConfig } from '../config/settle.ts'
import type { Call, Route } from '../route.ts'
import { route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

const things = z.record(z.string().max(254), z.json()).optional()

const body = z.strictObject({
  config: z.strictObject({
    services: things,
    schedules: things,
    policies: things,
    channels: things,
    alertRules: z.json().optional(),
    houseRules: things,
  }),
  reason: z.string().trim().min(1).max(1_000).optional(),
})

/** Settings as code: read as a whole, tried, and applied in one transaction. Channels of everyone are among them, so it takes the right to settings of people. */
export function settingsAsCodeRoutes(outside: Outside): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/config',
      action: 'people:write',
      says: 'Services, schedules, policies, channels without their secrets, and rules, as one document that can be applied again.',
      run: async call => ({ config: await readNow(call, outside) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/config/try',
      action: 'people:write',
      says: 'What applying this document would change, and whether it could be: everything is done, then undone.',
      body,
      run: call => tried(call, async () => settled(call, outside)),
    }),
    route({
      method: 'POST',
      path: '/api/v1/config',
      action: 'people:write',
      says: 'Makes the settings what this document says, all of it or nothing; what it does not name stays.',
      body,
      async run(call) {
        const answer = await settled(call, outside)
        await audit(call, answer)
        return answer
      },
    }),
  ]
}

type Given = z.infer<typeof body>
type Asked = Pick<Call<Record<never, string>, unknown, Given>, 'desk' | 'tx' | 'who' | 'body' | 'request'>

/** A read has no transaction of its own; nothing here writes. */
async function readNow({ desk, sql, who }: Call, outside: Outside): Promise<Config> {
  return configNow(await settlingOf({ query: sql.query.bind(sql), afterwards: [] }, { desk, who }, outside))
}

async function settled({ desk, tx, who, body }: Asked, outside: Outside): Promise<ConfigAnswer> {
  const settling = await settlingOf(tx, { desk, who }, outside)
  return settleConfig(body.config, { ...settling, ...(body.reason && { reason: body.reason }) })
}

async function settlingOf(tx: Tx, { desk, who }: Pick<Call, 'desk' | 'who'>, outside: Outside): Promise<Settling> {
  if (!may(who, 'settings:write'))
    throw new ApiError(403, 'not-allowed', 'You may not do this: it needs the right "settings:write" too.')
  return { tx, at: desk.clock.at(), by: actorOf(who).name, outside, people: await peopleByMail(tx) }
}

/** Carries what would have been answered out of a savepoint that is rolled back. */
class OnlyTried extends Error {
  readonly answer: unknown
  constructor(answer: unknown) {
    super('only tried')
    this.answer = answer
  }
}

async function tried({ tx }: Pick<Asked, 'tx'>, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await inSavepoint(tx, async () => {
      throw new OnlyTried(await work())
    })
  } catch (error) {
    if (error instanceof OnlyTried) return error.answer
    throw error
  }
}

/** A line for each thing, with the fields that changed and none of their values. */
async function audit({ tx, desk, who, request }: Asked, { differences }: ConfigAnswer): Promise<void> {
  const { kind, id, name: author } = actorOf(who)
  for (const { section, name, isNew, changes } of differences)
    await addAuditLine(tx, {
      at: desk.clock.at(),
      by: { kind, id, name: author },
      action: 'POST /api/v1/config',
      subject: { section, name },
      said: { isNew, changed: changes.slice(0, 40).map(({ path }) => path) },
      remote: request.ip,
      outcome: 'done',
    })
}
