import type { Known } from '../incident/known.ts'
import type { PersonalRules } from '../roster/personal-rules.ts'
import type { Row, Sql } from './db.ts'
import { madeOnce } from './made-once.ts'

interface RulesRow extends Row {
  person: string
  zone: string
  steps: string
  quiet: string
}

export async function loadPlans(sql: Sql): Promise<Known['plans']> {
  const { rows } = await sql.query<RulesRow>('select person, zone, steps, quiet from personal_rule')
  return madeOnce(rows, [], () => new Map(rows.map(row => [row.person, toRules(row)])))
}

export async function readPersonalRules(sql: Sql, person: string): Promise<PersonalRules | undefined> {
  const { rows } = await sql.query<RulesRow>('select person, zone, steps, quiet from personal_rule where person = $1', [
    person,
  ])
  return rows[0] && toRules(rows[0])
}

export async function savePersonalRules(
  sql: Sql,
  person: string,
  { zone, steps, quiet }: PersonalRules,
): Promise<void> {
  await sql.query(
    `insert into personal_rule (person, zone, steps, quiet) values ($1, $2, $3, $4)
     on conflict (person) do update set zone = excluded.zone, steps = excluded.steps, quiet = excluded.quiet`,
    [person, zone, JSON.stringify(steps), JSON.stringify(quiet)],
  )
}

const toRules = ({ zone, steps, quiet }: RulesRow): PersonalRules => ({
  zone,
  steps: JSON.parse(steps) as PersonalRules['steps'],
  quiet: JSON.parse(quiet) as PersonalRules['quiet'],
})
