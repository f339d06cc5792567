import { z } from 'zod'
import { may } from '../../access/may.ts'
import {
  defaultRules,
  fixedRule,
  isRule,
  isWeaker,
  type RuleName,
  ruleNames,
  ruleSettings,
  rulesInWords,
} from '../../incident/rules.ts'
import { ruleHistory, rulesOf, saveRule, setRules } from '../../store/rules.ts'
import { badField, notFound } from '../answer.ts'
import { lookBack, lookingBackDays } from '../looking-back.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

const team = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'Small letters, digits, dots and dashes, at most 100.')
  .default('default')

const reason = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .refine(text => text.isWellFormed() && !text.includes('\0'), 'Text without NUL or half characters.')

const query = z.strictObject({ team })

const list = route({
  method: 'GET',
  path: '/api/v1/room-rules',
  action: 'settings:read',
  says: 'The rules of the house as a team holds them, in words, with what each setting means.',
  query,
  async run({ sql, who, query: { team: ofTeam } }) {
    const [holds, set] = [await rulesOf(sql, ofTeam), await setRules(sql, ofTeam)]
    const rules = ruleNames.map(rule => ({
      rule,
      setting: holds[rule],
      default: defaultRules[rule],
      ...rulesInWords[rule],
      set: set.find(one => one.rule === rule) ?? null,
    }))
    return { team: ofTeam, rules, fixed: fixedRule, settings: ruleSettings, maySet: may(who, 'settings:write') }
  },
})

const put = route({
  method: 'PUT',
  path: '/api/v1/room-rules/:rule',
  action: 'settings:write',
  says: 'How strictly a team holds a rule: off, advise, ask or refuse. To weaken one takes a reason.',
  body: z.strictObject({ setting: z.enum(['off', 'advise', 'ask', 'refuse']), reason: reason.optional(), team }),
  async run({ tx, desk, who, params, body }) {
    const rule = named(params.rule)
    const was = (await rulesOf(tx, body.team))[rule] ?? defaultRules[rule]
    if (isWeaker(body.setting, was) && !body.reason)
      throw badField('reason', `Say why: this is weaker than "${was}", and whoever comes next will want to know.`)
    if (body.setting !== was) {
      const { name } = actorOf(who)
      const more = { setBy: name, setAt: desk.clock.at(), reason: body.reason ?? null }
      await saveRule(tx, body.team, { rule, setting: body.setting, ...more })
    }
    return { rule, team: body.team, setting: body.setting, was }
  },
})

const history = route({
  method: 'GET',
  path: '/api/v1/room-rules/:rule/history',
  action: 'settings:read',
  says: 'Every setting that a rule had, who set it and why; the newest first.',
  query,
  async run({ sql, params, query: { team: ofTeam } }) {
    return { history: await ruleHistory(sql, ofTeam, named(params.rule)) }
  },
})

const lastMonth = route({
  method: 'GET',
  path: '/api/v1/room-rules/last-month',
  action: 'settings:read',
  says: 'What each rule said no to in the last 30 days, and what it would have stopped had it been held at refuse.',
  query: z.strictObject({ team: team.removeDefault().optional() }),
  async run({ sql, desk, query: { team: ofTeam } }) {
    return { days: lookingBackDays, rules: await lookBack(sql, desk.clock.now(), ofTeam) }
  },
})

function named(rule: string): RuleName {
  if (isRule(rule)) return rule
  throw notFound(`rule ${rule.slice(0, 100)} that can be set`)
}

/** The rules of the house are data. */
export const ruleRoutes = (): Route[] => [list, lastMonth, put, history]
