import type { Ask } from '../incident/decision.ts'
import { hostKey, hostsHeld } from '../incident/host-seats.ts'
import type { Incident } from '../incident/incident.ts'
import type { HeldElsewhere } from '../incident/known.ts'
import { sharedNow } from '../incident/seats.ts'
import type { Row, Sql, Tx } from './db.ts'
import { storable } from './storable.ts'

/** Which hosts this incident has a keyboard of now, in the transaction that decided it. */
export async function keepHostSeats(tx: Tx, is: Incident, at: string): Promise<void> {
  const held = hostsHeld(is)
  const hosts = held.map(one => hostKey(one.host))
  await tx.query('delete from host_seat where incident = $1 and not host = any($2::text[])', [is.id, hosts])
  if (held.length === 0) return
  await tx.query(
    `insert into host_seat (host, named, incident, holder, epoch, since)
     select host, named, $1, holder, epoch, $6
       from unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) as held (host, named, holder, epoch)
     on conflict (org, host, incident) do update
       set named = excluded.named, holder = excluded.holder, epoch = excluded.epoch, since = excluded.since`,
    [is.id, hosts, held.map(one => storable(one.host)), held.map(one => one.holder), held.map(one => one.epoch), at],
  )
}

/**
 * What other incidents have of the hosts that this one shares or that the ask names. Until the transaction is over nobody else
 * decides about these hosts, so what it is told stays so.
 */
export async function heldElsewhere(
  tx: Tx,
  was: Incident,
  ask: Ask<unknown>,
): Promise<Omit<HeldElsewhere, 'isThere'>[]> {
  const { host: named } = (ask.body ?? {}) as { host?: string }
  const hosts = [...new Set([...sharedNow(was).map(one => one.host), ...(named ? [named] : [])].map(hostKey))].sort()
  if (hosts.length === 0) return []
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('host ' || host, 0)) from unnest($1::text[]) as host`, [
    hosts,
  ])
  const { rows } = await tx.query<{ host: string; number: number; person: string; name: string | null } & Row>(
    `select seat.named as host, head.number, seat.holder as person, person.name
       from host_seat seat join incident_head head on head.incident = seat.incident
       left join person on person.id::text = seat.holder
      where seat.host = any($1::text[]) and seat.incident <> $2 order by seat.since`,
    [hosts, was.id],
  )
  return rows.map(({ host, number, person, name }) => ({
    host,
    incident: `INC-${number}`,
    person,
    name: name ?? 'Somebody',
  }))
}

/** Incidents in which somebody has the keyboard of a host whose name begins like one of these, the newest hand-over first. */
export async function incidentsHolding(sql: Sql, names: readonly string[]): Promise<string[]> {
  const first = names.map(name => hostKey(name).split('.')[0])
  const { rows } = await sql.query<{ incident: string } & Row>(
    `select incident from host_seat where split_part(host, '.', 1) = any($1::text[]) group by incident order by max(since) desc`,
    [first],
  )
  return rows.map(row => row.incident)
}
