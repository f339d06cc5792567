import type { Probe, Seen } from '../alert/probe.ts'
import type { Row, Sql, Tx } from './db.ts'

/** A probe with what its last looks saw, the newest last. */
export interface ProbeState {
  id: string
  probe: Probe
  seen: Seen[]
  downSince?: string
  /** Since when it is told that its certificate ends. */
  expiryToldAt?: string
  isDeleted: boolean
}

/** Makes it or replaces it: it is looked at at once, and what was seen with other settings does not count. */
export async function putProbe(tx: Tx, id: string, probe: Probe, at: Date): Promise<void> {
  await tx.query(
    `insert into probe (slug, id, service, spec, next_at) values ($1, $2, $3, $4, $5)
     on conflict (org, slug) do update set service = excluded.service, spec = excluded.spec, next_at = excluded.next_at,
       seen = '[]', deleted_at = null`,
    [probe.slug, id, probe.service, JSON.stringify(probe), at],
  )
}

/** False when there is none. One whose alert still fires stays until that is taken back. */
export async function deleteProbe(tx: Tx, slug: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update probe set deleted_at = $2, next_at = $2 where slug = $1 and deleted_at is null',
    [slug, at],
  )
  return rowCount === 1
}

export async function listProbes(sql: Sql): Promise<ProbeState[]> {
  const { rows } = await sql.query<ProbeRow>(
    `select ${columns} from probe where deleted_at is null order by slug limit 2000`,
  )
  return rows.map(toState)
}

/** Beyond the time limit of a look, so that one that is still under way is not begun twice. */
const leaseMs = 90_000

/** Takes what is due, for this node alone until its lease ends. */
export async function takeDueProbes(sql: Sql, now: Date, most: number): Promise<ProbeState[]> {
  const { rows } = await sql.query<ProbeRow>(
    `update probe set leased_until = $2 where (org, slug) in (
       select org, slug from probe where next_at <= $1 and (leased_until is null or leased_until <= $1)
        order by next_at limit $3 for update skip locked)
     returning ${columns}`,
    [now, new Date(now.getTime() + leaseMs), most],
  )
  return rows.map(toState)
}

/** Keeps what a look saw, and gives it back. Whoever changed its settings meanwhile has it looked at again, from nothing. */
export async function saveLook(
  sql: Sql,
  { id, probe, seen, downSince, expiryToldAt }: Omit<ProbeState, 'isDeleted'>,
  nextAt: Date,
): Promise<void> {
  await sql.query(
    `update probe set seen = case when spec = $2 then $3 else seen end, down_since = $4, expiry_told_at = $5,
       next_at = case when spec = $2 and deleted_at is null then $6 else next_at end, leased_until = null where id = $1`,
    [id, JSON.stringify(probe), JSON.stringify(seen), downSince ?? null, expiryToldAt ?? null, nextAt],
  )
}

/** One that was made again meanwhile stays. */
export async function forgetProbe(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from probe where id = $1 and deleted_at is not null', [id])
}

const columns = 'id, spec, seen, down_since, expiry_told_at, deleted_at'

interface ProbeRow extends Row {
  id: string
  spec: string
  seen: string
  down_since: string | null
  expiry_told_at: string | null
  deleted_at: string | null
}

const toState = (row: ProbeRow): ProbeState => ({
  id: row.id,
  probe: JSON.parse(row.spec) as Probe,
  seen: JSON.parse(row.seen) as Seen[],
  downSince: row.down_since ?? undefined,
  expiryToldAt: row.expiry_told_at ?? undefined,
  isDeleted: row.deleted_at !== null,
})
