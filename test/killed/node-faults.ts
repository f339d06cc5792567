import { setTimeout as wait } from 'node:timers/promises'
import type { AlertShown } from '../../src/store/alerts.ts'
import { findBinaries } from '../../src/store/embedded/binaries.ts'
import { freshDatabase } from '../database.ts'
import type { Sent } from '../fakes/ledger.ts'
import { until } from '../harness.ts'
import { startOther } from '../other-postgres.ts'
import { type Acknowledged, stubborn } from './client.ts'
import { type Node, type Nodes, nodesOn } from './nodes.ts'
import { checkPages, mailsByCall, type PagesProof } from './page-checker.ts'
import { keyOf, type Shop, shopOf } from './shop.ts'
import { of } from './told.ts'

/** From the first moment of a fault until nothing of it was left, by the monotonic clock, and whom it hit; nobody: all of them. */
interface Fault {
  from: number
  to: number
  hit?: Node[]
}

/** One incident that escalates, and what is done to the nodes once its first page has reached the mail server. */
export interface Round {
  nodes: Nodes
  shop: Shop
  first: Sent
  /** Sends an alert of this shop to a node until it hears that it is kept. */
  send(what: string, node: Node): Promise<unknown>
}

export interface Plan {
  rounds: number
  /** What a fault of this kind may cost. */
  beLateMs: number
  /** What moves the nodes' wall clocks. */
  clocks?: 'own' | 'libfaketime'
  /** Resolves when it is over. */
  fault(round: Round, n: number): Promise<Fault>
}

const people = ['ana', 'ben', 'carla']
const apartMs = 500
/** A mail is at its server this long before its sender knows: so one is always half way. */
const answerMs = 250
const nodesAtOnce = 3

/** Three nodes on a database of their own; round after round an incident escalates while something happens to them. */
export async function runNodes(plan: Plan): Promise<PagesProof> {
  const database = await freshDatabase()
  try {
    return await onDatabase(database.url, plan)
  } finally {
    await database.drop()
  }
}

/** The same on a PostgreSQL of its own, which stops at once, drops what was not committed, and comes back after `downMs`. */
export async function runDatabaseStops(rounds: number, downMs: number): Promise<PagesProof> {
  const postgres = await startOther(findBinaries())
  const fault = async ({ nodes, shop, send }: Round) => {
    const from = performance.now()
    await postgres.stopNow()
    const isHeld = async () => (await fetch(`${nodes.any().url}/health/ready`)).status === 503
    await until(isHeld, 'it to say that it cannot save', 10_000)
    // Who sends meanwhile hears no 2xx, and tries again until it does.
    const asked = send(`${shop.slug} burns on`, nodes.any())
    await wait(downMs - (performance.now() - from))
    await postgres.startAgain()
    await asked
    return { from, to: performance.now() }
  }
  try {
    return await onDatabase(postgres.url, { rounds, beLateMs: downMs + 20_000, fault })
  } finally {
    await postgres.stop()
  }
}

async function onDatabase(url: string, { rounds, beLateMs, clocks, fault }: Plan): Promise<PagesProof> {
  const nodes = await nodesOn(url, clocks)
  const faults: Fault[] = []
  const kept: Acknowledged[] = []
  try {
    nodes.smtp.answerAfterMs = () => answerMs
    await refill(nodes)
    const key = await keyOf(nodes.any().admin)
    for (let n = 0; n < rounds; n++) {
      await refill(nodes)
      const shop = await shopOf(nodes.any().admin, `shop-${n}`, people, apartMs)
      const at = nodes.alive()[n % nodesAtOnce] ?? nodes.any()
      const send: Round['send'] = (what, node) =>
        stubborn(() => node.url, '', kept, beLateMs + 90_000).post(`/intake/${key}`, shop.alert(what))
      await send(`${shop.slug} burns`, at)
      const isFirst = ({ to }: Sent) => to.endsWith(`@${shop.slug}.example.org`)
      const first = await until(() => nodes.ledger.sent.find(isFirst), `the first page of ${shop.slug}`, 20_000)
      faults.push(await fault({ nodes, shop, first, send }, n))
      await allPaged(nodes, shop)
    }
    const told = await nodes.told()
    const proof = checkPages(told, nodes.ledger.sent, { beLateMs, copies: Number.POSITIVE_INFINITY })
    return { ...proof, troubles: [...proof.troubles, ...unfounded(nodes, faults), ...(await lostAlerts(nodes, kept))] }
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${nodes.log().slice(-2_000)}`, { cause: error })
  } finally {
    await nodes.end()
  }
}

async function refill(nodes: Nodes): Promise<void> {
  const missing = nodesAtOnce - nodes.alive().length
  await Promise.all(Array.from({ length: missing }, () => nodes.start()))
}

/** Everybody of everything that burns there was paged; then it is over. */
async function allPaged(nodes: Nodes, { slug }: Shop): Promise<void> {
  const paged = async () => {
    const all = await nodes.told(slug)
    const isPaged = all.every(({ entries }) => of(entries, 'CallHandedOver').length === people.length)
    return all.length > 0 && isPaged && all
  }
  for (const { is } of await until(paged, `all of ${slug} to be paged`, 90_000))
    await nodes.any().admin.post(`/api/v1/incidents/${is.id}/resolve`, {})
}

/** Whatever was answered with a 2xx is there, once. */
async function lostAlerts(nodes: Nodes, kept: readonly Acknowledged[]): Promise<string[]> {
  const { alerts } = (await nodes.any().admin.get<{ alerts: AlertShown[] }>('/api/v1/alerts')).body
  const marks = kept.map(one => (one.said as { fingerprint: string }).fingerprint)
  return marks
    .filter(mark => alerts.filter(one => one.fingerprint === mark).length !== 1)
    .map(mark => `alert "${mark}" is lost or doubled`)
}

/** How long before a fault a mail may have left and not be known to: its answer, and its record on a busy machine. */
const halfWayMs = answerMs + 2_000

/** Each copy has a fault that hit it, or the one before it, half way. */
function unfounded(nodes: Nodes, faults: readonly Fault[]): string[] {
  const wasHit = (one: Sent) =>
    faults.some(({ from, to, hit }) => {
      const isThen = one.at > from - halfWayMs && one.at < to + halfWayMs
      return isThen && (!hit || hit.includes(nodes.senderOf(one)))
    })
  return [...mailsByCall(nodes.ledger.sent)].flatMap(([call, same]) =>
    same
      .slice(1)
      .filter((copy, n) => ![same[n], copy].some(one => one && wasHit(one)))
      .map(() => `page ${call} was sent again and no fault hit it`),
  )
}
