import type { Row, Sql } from './db.ts'

/** One letter to a stakeholder and how it went; whoever asked on a status page is named by the page, never by their address. */
export interface SentLetter {
  id: string
  to?: string
  page?: string
  state: 'owed' | 'handed over' | 'not wanted' | 'failed'
  attempts: { n: number; at: string; outcome: 'handed over' | 'retry' | 'failed'; answer: string }[]
}

/** What the performer answers when it was ended meanwhile. */
export const notWanted = 'No longer wanted.'

interface LetterRow extends Row {
  id: string
  body: string
  state: 'owed' | 'done' | 'failed'
  n: number | null
  at: string
  outcome: string
  answer: string
}

/** The newest first; of very many those that are new. */
export async function lettersOf(sql: Sql, incident: string): Promise<SentLetter[]> {
  const { rows } = await sql.query<LetterRow>(
    `select o.id, o.body, o.state, a.n, a.at, a.outcome, a.answer from (
       select id, body, state from obligation where incident = $1 and kind = 'stakeholder-letter' order by id desc limit 1000) o
       left join attempt a on a.obligation = o.id order by o.id desc, a.at, a.n`,
    [incident],
  )
  const byId = Map.groupBy(rows, row => row.id)
  return [...byId.values()].map(toLetter)
}

function toLetter(rows: LetterRow[]): SentLetter {
  const [{ id, body, state }] = rows as [LetterRow]
  const { email, page } = JSON.parse(body) as { email: string; page?: string }
  const said = (answer: string) => (page === undefined ? answer : answer.replaceAll(email, '(their address)'))
  const attempts = rows
    .filter(row => row.n !== null)
    .map(({ n, at, outcome, answer }) => ({ n: n ?? 0, at, outcome: wordFor(outcome), answer: said(answer) }))
  const isWanted = attempts.at(-1)?.answer !== notWanted
  const went = { owed: 'owed', failed: 'failed', done: isWanted ? 'handed over' : 'not wanted' } as const
  return { id, ...(page === undefined ? { to: email } : { page }), state: went[state], attempts }
}

/** A receiver that took it says nothing of whether anybody reads it. */
const wordFor = (outcome: string): SentLetter['attempts'][number]['outcome'] =>
  outcome === 'retry' || outcome === 'failed' ? outcome : 'handed over'
