import type { FailingRehearsal } from '../steps/intake/failing-rehearsal.ts'
import type { Row, Sql } from './db.ts'

/** A resource that fails, that an alert tells of, or both. */
export interface ToldOrFailing extends FailingRehearsal {
  isFailing: boolean
  isTold: boolean
}

/**
 * Resources of services whose last rehearsals failed, `times` of them since the last one that was proven; and those that an alert of this
 * integration tells of, be they proven again or gone.
 */
export async function failingRehearsals(sql: Sql, integration: string, times: number): Promise<ToldOrFailing[]> {
  const { rows } = await sql.query<ToldOrFailing & Row>(
    `with failing as (
       select slug as resource, service, failed.since, failed.why from resource
         join lateral (
           select count(*) as count, min(at) as since, (array_agg(why order by at desc))[1] as why from rehearsal
            where resource = slug and outcome = 'failed'
              and at > coalesce((select max(at) from rehearsal good where good.resource = slug and good.outcome = 'proven'), '-infinity')
         ) failed on failed.count >= $2
        where service is not null),
     told as (
       select substr(fingerprint, length('rehearsal:') + 1) as resource, service, started_at as since from alert
        where integration = $1 and status = 'firing')
     select resource, coalesce(told.service, failing.service) as service, coalesce(told.since, failing.since) as since,
        coalesce(failing.why, '') as why, failing.since is not null as "isFailing", told.since is not null as "isTold"
       from failing full join told using (resource) order by resource`,
    [integration, times],
  )
  return rows
}
