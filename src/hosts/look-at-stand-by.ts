import type { Outbound } from '../engine/outbound.ts'
import type { Databases, LookAtDatabases, Tried } from '../steps/change/stand-by-looks.ts'
import type { Found } from '../steps/change/traffic-checks.ts'
import { type Health, type TrafficDriver, TrafficTrouble, type View } from '../steps/change/traffic-driver.ts'
import type { Sql } from '../store/db.ts'
import { reachOf } from '../store/resources.ts'
import type { Secrets } from '../store/secrets.ts'
import type { LookedAtFirst, StandByWay } from '../store/stand-bys.ts'

export interface Lookers {
  secrets: Secrets
  outbound: Pick<Outbound, 'send'>
  databases: LookAtDatabases
}

const enoughLooks = 3

/** Time enough for it to come up and be looked at; who is dead is not waited for longer in a fire. */
const proveWithinMs = ({ reach }: StandByWay): number =>
  Math.max(5_000, 2_000 + (enoughLooks + 2) * Number(reach['checkEveryMs'] || 2_000))
const unset: LookedAtFirst = { mostLagSeconds: 30, canarySeconds: 20 }

export const looksOf = (way: StandByWay): LookedAtFirst => way.looks ?? unset

/** The proxy as it is before anything is moved, and all that can be found out beforehand. No request of a visitor goes there. */
export async function lookAtStandBy(
  sql: Sql,
  by: Lookers,
  driver: TrafficDriver,
  way: StandByWay,
  signal: AbortSignal,
): Promise<Found & { before: View }> {
  const looks = looksOf(way)
  if (way.address) await driver.add(way.reach, { name: way.server, address: way.address })
  const before = await driver.describe(way.reach)
  const [health, builds, read, databases] = await Promise.all([
    prove(driver, way, signal),
    builtFrom(by, looks, signal),
    tryRead(by, looks, signal),
    databasesOf(sql, by, looks, signal),
  ])
  const wayBack = driver.wayBack?.(before, way.server) ?? []
  const more = { ...(builds && { builds }), ...(read && { read }), ...(databases && { databases }) }
  return { before, health, wayBack, mostLagSeconds: looks.mostLagSeconds, ...more }
}

async function prove(driver: TrafficDriver, way: StandByWay, signal: AbortSignal): Promise<Health | string> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(proveWithinMs(way))])
  try {
    return await driver.prove(way.reach, way.server, enoughLooks, within)
  } catch (error) {
    if (error instanceof TrafficTrouble) return error.message
    throw error
  }
}

async function builtFrom({ outbound }: Lookers, { buildUrl, liveBuildUrl }: LookedAtFirst, signal: AbortSignal) {
  if (buildUrl === undefined && liveBuildUrl === undefined) return undefined
  const ask = async (url: string | undefined) => {
    if (url === undefined) return undefined
    const answer = await outbound.send({ url }, signal).catch(() => undefined)
    return answer?.status === 200 ? answer.body.trim().slice(0, 200) || undefined : undefined
  }
  const [stand, live] = await Promise.all([ask(buildUrl), ask(liveBuildUrl)])
  return { stand, live }
}

async function tryRead({ outbound }: Lookers, looks: LookedAtFirst, signal: AbortSignal): Promise<Tried | undefined> {
  const { readUrl: url, readExpects } = looks
  if (url === undefined) return undefined
  try {
    const { status, body } = await outbound.send({ url }, signal)
    if (status < 200 || status > 299) return { ok: false, says: `A read was answered ${status}.` }
    if (readExpects !== undefined && !body.includes(readExpects))
      return { ok: false, says: 'A read was answered with something else than it is to say.' }
    return { ok: true, says: 'A read was answered as it should be.' }
  } catch (error) {
    return { ok: false, says: `A read was not answered: ${(error as Error).message}.` }
  }
}

async function databasesOf(
  sql: Sql,
  { secrets, databases }: Lookers,
  { database, liveDatabase, writeProbe }: LookedAtFirst,
  signal: AbortSignal,
): Promise<Databases | undefined> {
  if (database === undefined) return undefined
  const urlOf = async (slug: string) => {
    const reach = await reachOf(sql, secrets, slug)
    return reach?.kind === 'postgres' ? reach.url : undefined
  }
  const stand = await urlOf(database)
  if (stand === undefined) return { stand: { state: 'silent', says: `There is no PostgreSQL ${database} here.` } }
  const live = liveDatabase === undefined ? undefined : await urlOf(liveDatabase)
  const found = await databases({ stand, ...(live && { live }), ...(writeProbe && { writeProbe }) }, signal)
  const isNamedButUnknown = liveDatabase !== undefined && live === undefined
  return isNamedButUnknown
    ? { ...found, live: { state: 'silent', says: `There is no PostgreSQL ${liveDatabase} here.` } }
    : found
}
