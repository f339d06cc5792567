import type { RuleName } from '../incident/rules.ts'
import { ruleNames } from '../incident/rules.ts'
import { type Stopped, wouldHaveStopped } from '../incident/would-have-stopped.ts'
import { judgeChange } from '../steps/change/would-have-stopped.ts'
import { judgeCause } from '../steps/identify/would-have-stopped.ts'
import type { Sql } from '../store/db.ts'
import { readHead } from '../store/head.ts'
import { heldBackSince, timelinesSpokenOf } from '../store/rules.ts'

/** Something that a rule held back, or would have held back; `refused` is what it said no to. */
export interface LookedBackOn extends Omit<Stopped, 'how'> {
  how: Stopped['how'] | 'refused'
  incident: string
  number: number
  title: string
}

export const lookingBackDays = 30
const mostIncidents = 300

/** What each rule held back, or would have held back at `refuse`, lately; for one team, or for the whole house. */
export async function lookBack(sql: Sql, now: Date, team?: string): Promise<Record<RuleName, LookedBackOn[]>> {
  const since = new Date(now.getTime() - lookingBackDays * 24 * 3_600_000)
  const found = [...(await wentAhead(sql, since)), ...(await wasRefused(sql, since))]
  const named: LookedBackOn[] = []
  for (const one of found) {
    const head = await readHead(sql, one.incident)
    if (!head || head.drill || (team && head.team !== team)) continue
    named.push({ ...one, number: head.number, title: head.title })
  }
  const newestFirst = named.sort((a, b) => (a.at < b.at ? 1 : -1))
  return Object.fromEntries(ruleNames.map(rule => [rule, newestFirst.filter(one => one.rule === rule)])) as Record<
    RuleName,
    LookedBackOn[]
  >
}

type Found = Omit<LookedBackOn, 'number' | 'title'>

async function wentAhead(sql: Sql, since: Date): Promise<Found[]> {
  const timelines = await timelinesSpokenOf(sql, since, mostIncidents)
  return timelines.flatMap(entries =>
    wouldHaveStopped(entries, [judgeChange, judgeCause])
      .filter(({ at }) => at > since.toISOString())
      .map(stopped => ({ ...stopped, incident: entries[0]?.incident ?? '' })),
  )
}

async function wasRefused(sql: Sql, since: Date): Promise<Found[]> {
  const held = await heldBackSince(sql, since)
  return held.map(({ incident, rule, seq, name, at }) => ({
    incident,
    rule,
    seq,
    at,
    by: name,
    what: '',
    how: 'refused' as const,
  }))
}
