import pg from 'pg'
import type { Strain } from '../../incident/strain.ts'

/** Too many clients already: that no session is left is an answer, too. */
const tooMany = '53300'

/** How a PostgreSQL fares, as far as this role may see it. Throws where it does not answer in time. */
export async function strainOf(url: string, mostMs: number): Promise<Omit<Strain, 'name'>> {
  const limits = { connectionTimeoutMillis: mostMs, query_timeout: mostMs, statement_timeout: mostMs }
  const client = new pg.Client({ connectionString: url, ...limits })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<Asked>(question)
    return rows[0] ? read(rows[0]) : {}
  } catch (error) {
    if ((error as { code?: string }).code === tooMany) return { sessions: { open: 1, active: 0, most: 1 } }
    throw error
  } finally {
    // Not waited for: one that hangs is not worth more time.
    client.end().catch(() => {})
  }
}

interface Asked {
  open: number
  active: number
  most: number
  longestMs: number | null
  lag: number | null
}

// Of others' transactions and replicas a role without pg_monitor sees nothing, and nothing is said of them.
const question = `
  select count(*)::float8 as open, count(*) filter (where state = 'active')::float8 as active,
         current_setting('max_connections')::float8 as most,
         extract(epoch from clock_timestamp() - min(xact_start)) * 1000::float8 as "longestMs",
         (select max(pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end,
                                     replay_lsn))::float8 from pg_stat_replication) as lag
    from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`

const read = ({ open, active, most, longestMs, lag }: Asked): Omit<Strain, 'name'> => ({
  sessions: { open, active, most },
  ...(longestMs !== null && { longestTransactionMs: longestMs }),
  ...(lag !== null && { lagBytes: lag }),
})
