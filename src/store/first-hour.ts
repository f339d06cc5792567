import type { FirstHourStep, StepState } from '../api/first-hour.ts'
import type { Row, Sql, Tx } from './db.ts'

interface FactRow extends Row {
  step: FirstHourStep
  by: string
  at: string
}

/** What a rehearsal did is not the house's own first time. */
const isReal = (service: string): string => `${service} not in (select slug from service where environment = 'drill')`

/** The first time that each was done, and by whom. */
const done = `
  (select 'ring' as step, name as by, tapped_at as at from test_call join person on person.id = test_call.person
    where tapped_at is not null order by tapped_at limit 1)
  union all
  (select 'alert', 'key "' || integration.name || '"', first_at from alert join integration on integration.id = alert.integration
    where ${isReal('alert.service')} order by first_at limit 1)
  union all
  (select 'invite', name, used_at from invite join person on person.id = invite.made_by
    where used_at is not null order by used_at limit 1)
  union all
  (select 'terminal', name, at from recording join person on person.id = recording.person
     join incident_head on incident_head.incident = recording.incident
    where ${isReal('incident_head.service')} order by at limit 1)`

export async function readSteps(sql: Sql): Promise<Record<FirstHourStep, StepState>> {
  const facts = await sql.query<FactRow>(done)
  const skips = await sql.query<FactRow>(
    'select step, name as by, skipped_at as at from first_hour_skip join person on person.id = skipped_by',
  )
  const of = (step: FirstHourStep): StepState => {
    const fact = facts.rows.find(one => one.step === step)
    if (fact) return { state: 'done', by: fact.by, at: fact.at }
    const skip = skips.rows.find(one => one.step === step)
    return skip ? { state: 'skipped', by: skip.by, at: skip.at } : { state: 'open' }
  }
  return { ring: of('ring'), alert: of('alert'), invite: of('invite'), terminal: of('terminal') }
}

export async function skipStep(
  tx: Tx,
  { step, by, now, skipped }: { step: FirstHourStep; by: string; now: Date; skipped: boolean },
): Promise<void> {
  if (!skipped) await tx.query('delete from first_hour_skip where step = $1', [step])
  else
    await tx.query(
      'insert into first_hour_skip (step, skipped_by, skipped_at) values ($1, $2, $3) on conflict do nothing',
      [step, by, now],
    )
}

/** The alert that came last, and the incident that it belongs to. */
export async function latestAlert(
  sql: Sql,
): Promise<{ title: string; at: string; from: string; incident?: string } | undefined> {
  const { rows } = await sql.query<{ said: string; at: string; from: string; incident: string | null }>(
    `select said, heard_at as at, integration.name as from, incident from alert
       join integration on integration.id = alert.integration where ${isReal('alert.service')}
      order by heard_at desc, alert.id desc limit 1`,
  )
  const row = rows[0]
  if (!row) return undefined
  const { title } = JSON.parse(row.said) as { title: string }
  return { title, at: row.at, from: row.from, ...(row.incident && { incident: row.incident }) }
}
