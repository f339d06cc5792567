/** Statements as they were typed, without comments; quoted text stays, emptied. */
export function statements(sql: string): string[] {
  return sql
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/'(?:[^']|'')*'/g, "''")
    .split(';')
    .map(one => one.trim())
    .filter(one => one !== '')
}

const reads =
  /^(select|show|explain|describe|desc|table|values|\\[dlcz?x]|\\timing|\\conninfo|pragma\s+\w+$|\.(tables|schema)|use\s)/i
const writes =
  /^(insert|update|delete|drop|truncate|alter|create|grant|revoke|vacuum|reindex|analyze|cluster|copy|merge|replace|call|do|set|reset|begin|commit|rename|kill|flush|lock|optimize|load|import)\b/i
/** Functions that act although they are selected. */
const acts =
  /\b(pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_switch_wal|pg_promote|setval|nextval|dblink_exec|lo_unlink|pg_drop_replication_slot)\s*\(/i

/** Whether SQL only reads, by its first words. */
export function readsOnly(sql: string): 'look' | 'change' | 'unknown' {
  const all = statements(sql)
  if (
    all.some(
      one =>
        writes.test(one) ||
        acts.test(one) ||
        /^(with|explain\s+analy[sz]e)\b[\s\S]*\b(insert|update|delete)\b/i.test(one) ||
        /\binto\s+(outfile|temp|table)\b/i.test(one),
    )
  )
    return 'change'
  return all.length > 0 && all.every(one => reads.test(one) || /^with\b/i.test(one)) ? 'look' : 'unknown'
}
