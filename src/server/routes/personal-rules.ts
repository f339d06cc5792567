import type { PersonalRules } from '../../roster/personal-rules.ts'
import { personalRulesSpec } from '../../roster/personal-rules-spec.ts'
import { personById } from '../../store/people.ts'
import { readPersonalRules, savePersonalRules } from '../../store/personal-rules.ts'
import { notFound } from '../answer.ts'
import { checkOwnRules } from '../check-own-rules.ts'
import { type Route, route } from '../route.ts'
import { mine } from './contacts.ts'

const path = '/api/v1/people/:person/rules'
const none: PersonalRules = { zone: 'UTC', steps: [], quiet: [] }

/** When and over what a person wants to be paged. Whether they are meant at all, the policy says. */
export const personalRulesRoutes = (canMail: boolean): Route[] => [
  route({
    method: 'GET',
    path,
    action: 'self',
    says: 'When this person is paged over what: their order and delays, and their quiet hours.',
    async run({ sql, who, params }) {
      mine(who, params.person)
      if (!(await personById(sql, params.person))) throw notFound('such person')
      return { id: params.person, ...((await readPersonalRules(sql, params.person)) ?? none) }
    },
  }),
  route({
    method: 'PUT',
    path,
    action: 'self',
    says: 'The first channel is called at once, the others `afterMs` later unless somebody has it by then. In quiet hours only what is as bad as `lets` rings at once, unless nobody else can be woken.',
    body: personalRulesSpec,
    async run({ tx, desk, who, params, body }) {
      mine(who, params.person)
      const person = await personById(tx, params.person)
      if (person?.kind !== 'person') throw notFound('such person')
      await checkOwnRules(tx, person, body, { at: desk.clock.at(), canMail })
      await savePersonalRules(tx, person.id, body)
      return { id: person.id, ...body }
    },
  }),
]
