import type { Row, Sql } from './db.ts'

/** One command of a change that was begun; 0 is that none was. */
export interface RunStep extends Row {
  n: number
  hasEnded: boolean
  exitCode: number | null
}

interface Mine {
  id: string
  epoch: number
}

/**
 * Notes that a command is begun now; false when the lease is lost, and then nothing may be run. Who takes it over raises the epoch of
 * the same row first, so either this is not written or they find it.
 */
export async function beginStep(sql: Sql, { id, epoch }: Mine, n: number, now: Date): Promise<boolean> {
  const { rowCount } = await sql.query(
    `with mine as (select id from obligation where id = $1 and epoch = $2 and state = 'owed' for update)
     insert into run_step (obligation, n, begun_at) select id, $3, $4 from mine`,
    [id, epoch, n, now],
  )
  return rowCount === 1
}

export async function endStep(sql: Sql, { id }: Mine, n: number, now: Date, exitCode?: number): Promise<void> {
  await sql.query('update run_step set ended_at = $3, exit_code = $4 where obligation = $1 and n = $2', [
    id,
    n,
    now,
    exitCode ?? null,
  ])
}

export async function runSteps(sql: Sql, obligation: string): Promise<RunStep[]> {
  const { rows } = await sql.query<RunStep>(
    `select n, ended_at is not null as "hasEnded", exit_code as "exitCode" from run_step where obligation = $1 order by n`,
    [obligation],
  )
  return rows
}
