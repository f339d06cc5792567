import type { Entry } from '../incident/entry.ts'
import type { Known } from '../incident/known.ts'
import { defaultRules, isRule, type RuleName, type RuleSetting } from '../incident/rules.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Loader } from './loaders.ts'
import { readTimeline } from './timeline.ts'

/** One version of how a team holds a rule. */
export interface RuleVersion {
  rule: RuleName
  setting: RuleSetting
  version: number
  setBy: string
  setAt: string
  reason: string | null
}

const columns = `rule, setting, version, set_by as "setBy", set_at as "setAt", reason`

/** As this team set them, newest version each; a rule that nobody set is not here. */
export async function setRules(sql: Sql, team: string): Promise<RuleVersion[]> {
  const { rows } = await sql.query<RuleVersion & Row>(
    `select distinct on (rule) ${columns} from room_rule where team = $1 order by rule, version desc`,
    [team],
  )
  return rows.filter(({ rule }) => isRule(rule))
}

/** Newest first. */
export async function ruleHistory(sql: Sql, team: string, rule: RuleName, limit = 200): Promise<RuleVersion[]> {
  const { rows } = await sql.query<RuleVersion & Row>(
    `select ${columns} from room_rule where team = $1 and rule = $2 order by version desc limit $3`,
    [team, rule, limit],
  )
  return rows
}

/** The table that decides: the default, then what the house set (the team `default`), then what the team set. */
export async function rulesOf(sql: Sql, team: string): Promise<Known['rules']> {
  const house = await setRules(sql, 'default')
  const own = team === 'default' ? [] : await setRules(sql, team)
  return { ...defaultRules, ...Object.fromEntries([...house, ...own].map(({ rule, setting }) => [rule, setting])) }
}

export const loadRules: Loader<'rules'> = (tx, was) => rulesOf(tx, was.team)

/** Writers of one rule wait for each other, so that versions count up without gaps. */
export async function saveRule(tx: Tx, team: string, rule: Omit<RuleVersion, 'version'>): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [`${team} ${rule.rule}`])
  await tx.query(
    `insert into room_rule (team, rule, version, setting, set_by, set_at, reason)
     select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6 from room_rule where team = $1 and rule = $2`,
    [team, rule.rule, rule.setting, rule.setBy, rule.setAt, rule.reason],
  )
}

export interface HeldBack {
  incident: string
  rule: RuleName
  seq: number
  name: string
  at: string
}

/** Asking again while nothing happened counts once. */
export async function noteHeldBack(
  tx: Tx,
  incident: string,
  rule: RuleName,
  by: { id: string; name: string },
  at: string,
): Promise<void> {
  await tx.query(
    `insert into held_back (incident, rule, seq, person, name, at)
     select incident, $2, seq, $3, $4, $5 from incident_head where incident = $1 on conflict do nothing`,
    [incident, rule, by.id, by.name, at],
  )
}

export async function heldBackSince(sql: Sql, since: Date, limit = 500): Promise<HeldBack[]> {
  const { rows } = await sql.query<HeldBack & Row>(
    'select incident, rule, seq, name, at from held_back where at > $1 order by at desc limit $2',
    [since, limit],
  )
  return rows
}

/** The timelines on which something was done that a rule speaks about, lately; the newest incidents first. */
export async function timelinesSpokenOf(sql: Sql, since: Date, most: number): Promise<Entry[][]> {
  const { rows } = await sql.query<{ incident: string }>(
    `select incident from entry where type in ('ChangeStarted', 'ChangeApplied', 'CauseConfirmed') and at > $1
      group by incident order by max(at) desc limit $2`,
    [since, most],
  )
  const timelines: Entry[][] = []
  for (const { incident } of rows) {
    timelines.push(await readTimeline(sql, incident))
  }
  return timelines
}
