import { text } from './address.ts'
import { rowsOf, type Session } from './session.ts'
import type { Named } from './tables.ts'

/** One list of names a kind; `t` is the table that it belongs to, where it belongs to one. */
const ofTables = [
  `select table_name as t, concat('index ', table_name, '.', index_name, ' (', group_concat(column_name order by seq_in_index), ')',
     if(min(non_unique) = 0, ' unique', '')) as said from information_schema.statistics where table_schema = here
    group by table_name, index_name`,
  `select table_name as t, concat('foreign key ', table_name, '.', constraint_name, ' to ', referenced_table_name, ' ', update_rule,
     ' ', delete_rule) as said from information_schema.referential_constraints where constraint_schema = here`,
  `select table_name as t, concat('check ', table_name, '.', constraint_name, ' ', check_clause) as said
     from information_schema.check_constraints where constraint_schema = here`,
  `select event_object_table as t, concat('trigger ', trigger_name, ' ', action_timing, ' ', event_manipulation, ' ', event_object_table)
     as said from information_schema.triggers where trigger_schema = here`,
]
const ofDatabase = [
  `select '' as t, concat(lower(table_type), ' ', table_name) as said from information_schema.tables
    where table_schema = here and table_type in ('VIEW', 'SEQUENCE')`,
  `select '' as t, concat(lower(routine_type), ' ', routine_name) as said from information_schema.routines where routine_schema = here`,
  `select '' as t, concat('event ', event_name) as said from information_schema.events where event_schema = here`,
]

/** What a restore has to make again beside rows: indexes, keys, checks, triggers; of a whole database its views and programs too. */
export async function builtOf(session: Session, { database, tables }: Named): Promise<string[]> {
  const asked = [...ofTables, ...(tables === 'all' ? ofDatabase : [])].map(one =>
    one.replaceAll(/\bhere\b/g, text(database)),
  )
  const found = await rowsOf<[string, string]>(
    session,
    `select json_array(t, said) from (${asked.join(' union all ')}) as all_of_it`,
  )
  return found
    .filter(([table]) => tables === 'all' || table === '' || tables.includes(table))
    .map(([, said]) => said)
    .sort()
}
