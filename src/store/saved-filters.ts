import type { Row, Sql, Tx } from './db.ts'

/** What a list is narrowed by, under the name that a person gave it. */
export interface SavedFilter {
  name: string
  filter: Record<string, string>
}

interface FilterRow extends Row {
  name: string
  filter: string
}

export async function savedFilters(sql: Sql, person: string): Promise<SavedFilter[]> {
  const { rows } = await sql.query<FilterRow>(
    'select name, filter from saved_filter where person = $1 order by saved_at, name',
    [person],
  )
  return rows.map(({ name, filter }) => ({ name, filter: JSON.parse(filter) as Record<string, string> }))
}

/** False when this person keeps `most` others already. */
export async function saveFilter(
  tx: Tx,
  { person, name, filter, at, most }: SavedFilter & { person: string; at: string; most: number },
): Promise<boolean> {
  // One at a time for each person, so that two tabs cannot both be the last one.
  await tx.query('select 1 from person where id = $1 for update', [person])
  const { rowCount } = await tx.query(
    `insert into saved_filter (person, name, filter, saved_at)
       select $1, $2, $3, $4 where (select count(*) from saved_filter where person = $1 and name <> $2) < $5
     on conflict (org, person, name) do update set filter = excluded.filter`,
    [person, name, JSON.stringify(filter), at, most],
  )
  return rowCount === 1
}

export async function forgetFilter(tx: Tx, person: string, name: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from saved_filter where person = $1 and name = $2', [person, name])
  return rowCount === 1
}
