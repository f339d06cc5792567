import type { PersonalRules } from '../../roster/personal-rules.ts'
import { personalRulesSpec } from '../../roster/personal-rules-spec.ts'
import { dayText, lengthText } from '../../roster/written.ts'
import { loadPlans, savePersonalRules } from '../../store/personal-rules.ts'
import { checkOwnRules } from '../check-own-rules.ts'
import { checked } from '../serve-routes.ts'
import { fieldsOf, inMs, listOf, plainly, type Section } from './section.ts'

/** When and over what each person wants to be paged, under their own name: `after: 2m`, days as words. */
export const ownRules: Section = {
  name: 'ownRules',
  async now({ tx, people }) {
    const plans = [...(await loadPlans(tx))].filter(([person]) => people.has(people.nameOf(person)))
    return Object.fromEntries(plans.map(([person, rules]) => [people.nameOf(person), written(rules)]))
  },
  async read(name, given, _, { tx, at, people, outside }) {
    const person = people.idOf(name, '')
    const rules = checked(personalRulesSpec, sent(fieldsOf(given)), '')
    return {
      normal: written(rules),
      save: () => savePersonalRules(tx, person, rules),
      check: () => checkOwnRules(tx, { id: person, name }, rules, { at, canMail: outside.mail !== undefined }),
    }
  },
}

const written = ({ steps, quiet, ...more }: PersonalRules) =>
  plainly({
    ...more,
    steps: steps.map(({ afterMs, ...step }) => ({ ...step, after: lengthText(afterMs) })),
    quiet: quiet.map(({ days, ...hours }) => ({ ...(days.length > 0 && { days: days.map(dayText) }), ...hours })),
  })

/** As the API takes it. */
function sent(fields: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(fields['steps'])) return fields
  const steps = listOf(fields['steps']).map((step, n) =>
    typeof step === 'object' && step !== null ? inMs(step as Record<string, unknown>, 'after', `steps.${n}`) : step,
  )
  return { ...fields, steps }
}
