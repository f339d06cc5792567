import type { FiringSource, Source } from '../steps/intake/inhibition.ts'
import type { Tx } from './db.ts'

/** An alert that fires and mutes others. */
export interface Inhibitor extends Source {
  alert: string
}

/** What mutes under these keys now, but for the alerts that are over by now. */
export async function inhibitorsUnder(tx: Tx, keys: readonly string[], over: readonly string[]): Promise<Inhibitor[]> {
  if (keys.length === 0) return []
  const { rows } = await tx.query<{ key: string; alert: string; is_target: boolean }>(
    `select distinct on (key, is_target) key, alert, is_target from inhibitor
      where key = any($1) and not alert = any($2::uuid[]) order by key, is_target, alert`,
    [keys, over],
  )
  return rows.map(({ key, alert, is_target: isTarget }) => ({ key, alert, isTarget }))
}

export function firingSources(inhibitors: readonly Inhibitor[]): FiringSource {
  const all = new Map(inhibitors.map(({ key, alert }) => [key, alert]))
  const oneSided = new Map(inhibitors.filter(({ isTarget }) => !isTarget).map(({ key, alert }) => [key, alert]))
  return (key, isOneSided) => (isOneSided ? oneSided : all).get(key)
}

export async function addInhibitors(tx: Tx, inhibitors: readonly Inhibitor[]): Promise<void> {
  if (inhibitors.length === 0) return
  await tx.query(
    `insert into inhibitor (key, alert, is_target) select * from unnest($1::text[], $2::uuid[], $3::boolean[])
     on conflict do nothing`,
    [inhibitors.map(one => one.key), inhibitors.map(one => one.alert), inhibitors.map(one => one.isTarget)],
  )
}

/** These alerts are over: what they muted is looked at again. */
export async function endInhibitors(tx: Tx, alerts: readonly string[], at: string): Promise<void> {
  if (alerts.length === 0) return
  const { rows } = await tx.query<{ alert: string }>(
    'delete from inhibitor where alert = any($1::uuid[]) returning alert',
    [alerts],
  )
  if (rows.length === 0) return
  await tx.query(`update alert set look_again_at = $2 where kept_out = 'inhibited' and kept_by = any($1)`, [
    rows.map(row => row.alert),
    at,
  ])
}

/** All of them are written anew when the rules changed by which alerts mute others; true once for each change. */
export async function takeInhibitionsChange(tx: Tx, rules: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into meta (key, value) values ('inhibitions', $1)
     on conflict (key) do update set value = excluded.value where meta.value <> excluded.value`,
    [rules],
  )
  if (rowCount === 1) await tx.query('delete from inhibitor')
  return rowCount === 1
}
