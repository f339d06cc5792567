import type { Row, Sql } from '../../store/db.ts'
import { readHead } from '../../store/head.ts'
import { listPeople } from '../../store/people.ts'
import { notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'

interface AttemptRow extends Row {
  call: string
  n: number
  at: string
  outcome: string
  answer: string
}

/** "Page" to people and in routes; in the code a call. */
export const callRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/incidents/:incident/pages',
    action: 'read',
    says: 'Every page owed: to whom, over which channel, what the receiver said, and how far it came.',
    async run({ sql, params }) {
      const is = await readHead(sql, params.incident)
      if (!is) throw notFound(`incident ${params.incident}`)
      const [attempts, tapped, people] = await Promise.all([
        attemptsOf(sql, is.id),
        tappedOf(sql, is.id),
        listPeople(sql),
      ])
      const pages = is.calls.map(call => ({
        id: call.id,
        person: { id: call.person, name: people.find(one => one.id === call.person)?.name ?? call.person },
        channel: call.channel,
        reason: call.reason,
        state: tapped.has(call.id) ? 'tapped' : call.state,
        owedAt: call.at,
        ...(call.together && { toldTogetherIn: call.together }),
        attempts: attempts
          .filter(one => one.call === call.id)
          .map(({ n, at, outcome, answer }) => ({ n, at, outcome, answer })),
      }))
      return { pages, nobodyToCall: is.nobodyToCall ?? null }
    },
  }),
]

/** Those of the call itself and, beyond the cap, of the message that tells it. */
async function attemptsOf(sql: Sql, incident: string): Promise<AttemptRow[]> {
  const { rows } = await sql.query<AttemptRow>(
    `select substr(key, 6) as call, n, attempt.at, attempt.outcome, attempt.answer
       from attempt join obligation on obligation.id = attempt.obligation where incident = $1 and kind = 'call'
     union all
     select call::text, n, attempt.at, attempt.outcome, attempt.answer
       from held_call join attempt on attempt.obligation = held_call.obligation where incident = $1
      order by at, n`,
    [incident],
  )
  return rows
}

async function tappedOf(sql: Sql, incident: string): Promise<Set<string>> {
  const { rows } = await sql.query<{ subject: string }>(
    'select subject from capability where incident = $1 and tapped_at is not null',
    [incident],
  )
  return new Set(rows.map(row => row.subject))
}
