import { z } from 'zod'
import { defaultRules, isRule, isWeaker, ruleNames, ruleSettings } from '../../incident/rules.ts'
import { type AlertRules, alertRulesBody } from '../../steps/intake/alert-rules.ts'
import { addAlertRules, alertRulesNow, holdAlertRules } from '../../store/alert-rules.ts'
import { listServices } from '../../store/loaders.ts'
import { rulesOf, saveRule, setRules } from '../../store/rules.ts'
import { badField } from '../answer.ts'
import { needSlug } from '../fields.ts'
import { namesKnownServices } from '../routes/alert-rules.ts'
import { checked } from '../serve-routes.ts'
import { fieldsOf, plainly, type Section } from './section.ts'

/** One document, so one thing; each apply that changes it is a version. */
export const alertRules: Section = {
  name: 'alertRules',
  now: async ({ tx }) => ({ '': written((await alertRulesNow(tx)).rules) }),
  async read(_name, given, _now, { tx, at, by, reason = null }) {
    const rules = checked(alertRulesBody, given, '')
    return {
      normal: written(rules),
      async save() {
        await holdAlertRules(tx)
        await addAlertRules(tx, { version: (await alertRulesNow(tx)).version + 1, at, by, reason, rules })
      },
      check: () => namesKnownServices(tx, rules, ''),
    }
  },
}

const written = (rules: AlertRules) =>
  plainly(Object.fromEntries(Object.entries(rules).filter(([, rule]) => !Array.isArray(rule) || rule.length > 0)))

/** How strictly a team holds a rule; one that a file does not name stays. */
export const houseRules: Section = {
  name: 'houseRules',
  async now({ tx }) {
    const teams = [...new Set(['default', ...(await listServices(tx)).map(({ team }) => team)])]
    const held = await Promise.all(teams.map(async team => [team, await setRules(tx, team)] as const))
    return Object.fromEntries(
      held
        .filter(([, rules]) => rules.length > 0)
        .map(([team, rules]) => [team, Object.fromEntries(rules.map(({ rule, setting }) => [rule, setting]))]),
    )
  },
  async read(team, given, now, { tx, at, by, reason }) {
    needSlug(team)
    const fields = fieldsOf(given)
    for (const rule of Object.keys(fields))
      if (!isRule(rule)) throw badField(rule.slice(0, 100), `There is no such rule. One of ${ruleNames.join(', ')}.`)
    const wanted = checked(z.record(z.string(), z.enum(ruleSettings)), fields, '')
    const held = await rulesOf(tx, team)
    const changed = ruleNames.flatMap(rule => {
      const [setting, was] = [wanted[rule], held[rule] ?? defaultRules[rule]]
      return setting === undefined || setting === was ? [] : [{ rule, setting, was }]
    })
    for (const { rule, setting, was } of changed)
      if (isWeaker(setting, was) && !reason)
        throw badField(
          rule,
          `Say why (--reason): this is weaker than "${was}", and whoever comes next will want to know.`,
        )
    return {
      normal: { ...fieldsOf(now ?? {}), ...wanted } as Record<string, string>,
      async save() {
        for (const { rule, setting } of changed)
          await saveRule(tx, team, { rule, setting, setBy: by, setAt: at, reason: reason ?? null })
      },
    }
  },
}
