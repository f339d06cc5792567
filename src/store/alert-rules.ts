import { type AlertRules, defaultAlertRules } from '../steps/intake/alert-rules.ts'
import type { Row, Sql } from './db.ts'
import { placingChanged } from './placing.ts'

/** The alert rules as somebody saved them. */
export interface RulesVersion {
  /** 0: nobody saved any yet. */
  version: number
  at: string | null
  by: string | null
  reason: string | null
  rules: AlertRules
}

interface RulesRow extends Row {
  version: number
  at: string
  by: string
  reason: string | null
  spec: string
}

const columns = 'version, at, by, reason, spec'
const none: AlertRules = { routes: [], severities: [], groups: [], inhibitions: [] }
const untouched: RulesVersion = { version: 0, at: null, by: null, reason: null, rules: defaultAlertRules }

export async function alertRulesNow(sql: Sql): Promise<RulesVersion> {
  return (await alertRulesVersions(sql, 1))[0] ?? untouched
}

/** The newest first. */
export async function alertRulesVersions(sql: Sql, limit = 100): Promise<RulesVersion[]> {
  const { rows } = await sql.query<RulesRow>(`select ${columns} from alert_rules order by version desc limit $1`, [
    limit,
  ])
  return rows.map(({ spec, ...row }) => ({ ...row, rules: { ...none, ...(JSON.parse(spec) as AlertRules) } }))
}

/** Waits for whoever changes how alerts are placed at the same time: the version read after this is the newest. */
export const holdAlertRules = placingChanged

export async function addAlertRules(sql: Sql, { version, at, by, reason, rules }: RulesVersion): Promise<void> {
  await sql.query(`insert into alert_rules (${columns}) values ($1, $2, $3, $4, $5)`, [
    version,
    at,
    by,
    reason,
    JSON.stringify(rules),
  ])
}
