import type { Call } from '../../incident/incident.ts'
import { type Attempt, attemptsOf, momentsOf, tappedOf, unansweredOf } from '../../store/call-record.ts'
import { readHead } from '../../store/head.ts'
import { listPeople } from '../../store/people.ts'
import { notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'

/** "Page" to people and in routes; in the code a call. */
export const callRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/incidents/:incident/pages',
    action: 'read',
    says: 'Every page owed: to whom, over which channel, what the receiver said, how far it came and when.',
    async run({ sql, params }) {
      const is = await readHead(sql, params.incident)
      if (!is) throw notFound(`incident ${params.incident}`)
      const [attempts, unanswered, tapped, moments, people] = await Promise.all([
        attemptsOf(sql, is.id),
        unansweredOf(sql, is.id),
        tappedOf(sql, is.id),
        momentsOf(sql, is.id),
        listPeople(sql),
      ])
      const pages = is.calls.map(call => ({
        ...said(call),
        person: { id: call.person, name: people.find(one => one.id === call.person)?.name ?? call.person },
        state: tapped.has(call.id) ? 'tapped' : call.state,
        moments: moments.filter(one => one.call === call.id).map(({ is, at }) => ({ is, at })),
        attempts: attempts.filter(one => one.call === call.id).map(asItWas),
        ...(unanswered.has(call.id) && { unanswered: unanswered.get(call.id) }),
      }))
      return { pages, nobodyToCall: is.nobodyToCall ?? null }
    },
  }),
]

const said = ({ id, channel, contact, reason, at, together, insteadOf, dueAt }: Call) => ({
  id,
  channel,
  ...(contact && { contact }),
  reason,
  owedAt: at,
  ...(dueAt && { dueAt }),
  ...(insteadOf && { insteadOf }),
  ...(together && { toldTogetherIn: together }),
})

/** The engine's word for what a receiver took is not one for people: nobody knows yet whether it was seen. */
const asItWas = ({ n, at, outcome, answer }: Attempt) => ({
  n,
  at,
  outcome: outcome === 'delivered' ? 'handed over' : outcome,
  answer,
})
