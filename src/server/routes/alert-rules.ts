import { z } from 'zod'
import { type AlertRules, alertRulesBody } from '../../steps/intake/alert-rules.ts'
import { mayNotSave } from '../../steps/intake/save-rules.ts'
import { addAlertRules, alertRulesNow, alertRulesVersions, holdAlertRules } from '../../store/alert-rules.ts'
import type { Sql } from '../../store/db.ts'
import { listServices } from '../../store/loaders.ts'
import { badField, created, refused } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

const reason = z
  .string()
  .trim()
  .min(1)
  .max(1_000)
  .refine(text => text.isWellFormed() && !text.includes('\0'), 'Text without NUL or half characters.')

const now = route({
  method: 'GET',
  path: '/api/v1/rules',
  action: 'settings:read',
  says: 'The alert rules that stand: how alerts are routed, grouped, muted and opened again. Version 0: nobody saved any.',
  run: async ({ sql }) => alertRulesNow(sql),
})

const versions = route({
  method: 'GET',
  path: '/api/v1/rules/versions',
  action: 'settings:read',
  says: 'Every version of the alert rules, who saved it and why; the newest first.',
  run: async ({ sql }) => ({ versions: await alertRulesVersions(sql) }),
})

const save = route({
  method: 'POST',
  path: '/api/v1/rules',
  action: 'settings:write',
  says: 'Saves the alert rules as a whole. `basedOn` is the version that was read; what somebody saved meanwhile is not overwritten.',
  body: z.strictObject({ basedOn: z.number().int().min(0), rules: alertRulesBody, reason: reason.optional() }),
  async run({ desk, tx, who, body: { basedOn, rules, reason: why = null } }) {
    await namesKnownServices(tx, rules)
    await holdAlertRules(tx)
    const stands = await alertRulesNow(tx)
    const refusal = mayNotSave(stands, basedOn)
    if (refusal) return refused(refusal)
    const saved = { version: stands.version + 1, at: desk.clock.at(), by: actorOf(who).name, reason: why, rules }
    await addAlertRules(tx, saved)
    return created(saved)
  },
})

/** A 400 below `where` for a rule that names a service that is not there. */
export async function namesKnownServices(sql: Sql, { routes, groups }: AlertRules, where = 'rules'): Promise<void> {
  const known = new Set((await listServices(sql)).map(service => service.slug))
  for (const [list, rules] of Object.entries({ routes, groups }))
    for (const [i, { service }] of rules.entries())
      if (service !== undefined && !known.has(service))
        throw badField(
          [where, list, i, 'service'].filter(part => part !== '').join('.'),
          `There is no service ${service}.`,
        )
}

/** How alerts are placed is data, versioned. */
export const alertRuleRoutes = (): Route[] => [now, versions, save]
