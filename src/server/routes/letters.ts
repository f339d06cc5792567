import { lettersOf } from '../../store/stakeholder-letters.ts'
import { type Route, route } from '../route.ts'

/** Whose addresses they are, who works on it may see; who asked on a status page stays unnamed to them as well. */
export const letterRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/incidents/:incident/letters',
    action: 'respond',
    says: 'Every letter to a stakeholder: to whom, what the receiver said, and how far it came.',
    run: async ({ sql, params }) => ({ letters: await lettersOf(sql, params.incident) }),
  }),
]
