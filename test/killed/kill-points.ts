import pg from 'pg'
import { type Waypoint, waypoints } from '../../src/engine/waypoint.ts'
import { endLeases } from '../../src/store/outbox.ts'
import { freshDatabase } from '../database.ts'
import { until } from '../harness.ts'
import { stubborn } from './client.ts'
import { type Nodes, nodesOn } from './nodes.ts'
import { checkPages, type PagesProof } from './page-checker.ts'
import { keyOf, shopOf } from './shop.ts'
import { of } from './told.ts'

/** Where it dies, and what is on its way there. */
export interface KillPoint {
  point: Waypoint
  kind: 'call' | 'ask'
}

export interface KillPointsProof extends PagesProof {
  kills: number
  /** Kills behind the receiver's answer and before it was kept: each of them costs exactly one copy. */
  inDoubt: number
}

/** A page passes all of them; a timer, which sends nothing, those around its record. */
export const killPoints: readonly KillPoint[] = [
  ...waypoints.map(point => ({ point, kind: 'call' as const })),
  ...(['leased', 'before-record', 'in-record', 'after-record'] as const).map(point => ({
    point,
    kind: 'ask' as const,
  })),
]

const isInDoubt = ({ point, kind }: KillPoint) =>
  kind === 'call' && (point === 'after-wire' || point === 'before-record' || point === 'in-record')

/** A node dies at each of these points, so many times; the next one takes over what it left. */
export async function runKillPoints(points: readonly KillPoint[], times: number): Promise<KillPointsProof> {
  const database = await freshDatabase()
  const db = new pg.Pool(database.config)
  const nodes = await nodesOn(database.url)
  const kills = points.flatMap(point => Array.from({ length: times }, () => point))
  try {
    await nodes.start()
    const key = await keyOf(nodes.any().admin)
    for (const [n, point] of kills.entries()) await dieAndGoOn(nodes, db, point, `shop-${n}`, key)
    const inDoubt = kills.filter(isInDoubt).length
    const proof = checkPages(await nodes.told(), nodes.ledger.sent, { beLateMs: 20_000, copies: inDoubt })
    return { ...proof, kills: kills.length, inDoubt }
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${nodes.log().slice(-2_000)}`, { cause: error })
  } finally {
    await nodes.end()
    await db.end()
    await database.drop()
  }
}

async function dieAndGoOn(nodes: Nodes, db: pg.Pool, { point, kind }: KillPoint, slug: string, key: string) {
  const victim = nodes.any()
  const shop = await shopOf(victim.admin, slug, ['ana', 'ben'], 300)
  victim.dieAt(point, kind)
  const outside = stubborn(() => nodes.alive()[0]?.url, '', [])
  const accepted = outside.post(`/intake/${key}`, shop.alert(`${slug} burns`))
  await until(() => !victim.isAlive(), `a node to die at ${point} of a ${kind}`, 20_000)
  // Its lease would run out in ten seconds. It is dead, so that may as well be now.
  await endLeases(db)
  const next = await nodes.start()
  await accepted
  const bothPaged = async () => {
    const [told] = await nodes.told(slug)
    return told && of(told.entries, 'CallHandedOver').length === 2 && told.is.id
  }
  const incident = await until(bothPaged, `both of ${slug} to be paged`, 30_000)
  await next.admin.post(`/api/v1/incidents/${incident}/resolve`, {})
}
