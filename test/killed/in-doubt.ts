import { between, type Random, seeded } from '../../src/drill/random.ts'
import type { AlertShown } from '../../src/store/alerts.ts'
import { type CutOffDatabase, cutOffDatabase } from '../cut-off-database.ts'
import { Ledger } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { adminToken, startWorld, until, type World } from '../harness.ts'
import { sendingTo } from '../sending.ts'
import { twins } from './checker.ts'
import { type Stubborn, stubborn } from './client.ts'
import { checkPages, type PagesProof } from './page-checker.ts'
import { everyTimeline } from './told.ts'

export interface InDoubtProof extends PagesProof {
  cuts: number
  /** Requests that were sent again because their answer was lost. */
  askedAgain: number
}

/** What a commit writes that is then in doubt: a request, what it opens, an ask, what it says, a page's room, its record. */
const written = [
  'insert into accepted (receipt, integration, source',
  'insert into alert ',
  'insert into asked ',
  'insert into entry ',
  'insert into page_rang ',
  'insert into capability ',
  'insert into attempt ',
]

/** So that no page is held back because of those before it. */
const apartMs = 3 * 60_000
/** Nothing takes so long, unless it waits for a lease to run out. */
const patienceMs = 6_000

/** Alerts that page, people who answer; commit after commit is done and nobody hears that it was, until `cuts` of them were cut. */
export async function runInDoubt(seed: number, cuts: number): Promise<InDoubtProof> {
  const random = seeded(seed)
  const ledger = new Ledger()
  const [database, smtp] = await Promise.all([cutOffDatabase(), startSmtp(ledger)])
  const world = await startWorld({ DATABASE_URL: database.url, FIRELINE_SMTP_URL: smtp.url })
  try {
    await world.person('Ana', 'responder', 'ana@example.org')
    const sender = await sendingTo(world, 'shop')
    const asked = stubbornIn(world)
    let rounds = 0
    while (database.cuts() < cuts) {
      rounds += 1
      await burnsAndIsOver(world, asked, sender.key, rounds, () => aim(database, random))
    }
    const proof = checkPages(await everyTimeline(world.admin), ledger.sent, { beLateMs: 9_000, copies: 0 })
    const entries = (await everyTimeline(world.admin)).flatMap(one => one.entries)
    const alerts = await sender.alerts()
    return {
      ...proof,
      cuts: database.cuts(),
      askedAgain: asked.kept.filter(one => one.attempts > 1).length,
      troubles: [...proof.troubles, ...twins(entries), ...wrongNumber(alerts, rounds), ...(await stillOwed(world))],
    }
  } finally {
    await world.stop()
    await smtp.stop()
    await database.drop()
  }
}

const aim = (database: CutOffDatabase, random: Random) =>
  database.cutAfterCommitOf(
    written[between(random, 0, written.length - 1)] ?? 'insert into entry',
    between(random, 1, 2),
  )

function stubbornIn({ url }: World) {
  const kept: Parameters<typeof stubborn>[2] = []
  const where = () => url
  return { kept, admin: stubborn(where, adminToken, kept), outside: stubborn(where, '', kept) }
}

/** One alert to its end, with a commit in doubt somewhere on its way and another in what people ask. */
async function burnsAndIsOver(
  world: World,
  { admin, outside }: { admin: Stubborn; outside: Stubborn },
  key: string,
  round: number,
  cutSomewhere: () => void,
): Promise<void> {
  const title = `fire ${round}`
  cutSomewhere()
  const alert = { title, severity: 'critical', fingerprint: title, labels: { alertname: `Fire${round}` } }
  await outside.post(`/intake/${key}`, alert)
  const open = async () => {
    const { incidents } = await admin.get<{ incidents: { id: string; title: string }[] }>(
      '/api/v1/incidents?status=open',
    )
    return incidents.find(one => one.title === title)?.id
  }
  const path = `/api/v1/incidents/${await untilSooner(world, open, title)}`
  const paged = async () => (await admin.get<{ calls: { state: string }[] }>(path)).calls[0]?.state === 'handed over'
  await untilSooner(world, paged, `the page of ${title}`)
  cutSomewhere()
  await admin.post(`${path}/add-evidence`, { source: 'proxy', kind: 'paste', text: `${title} answers in 2 ms` })
  await admin.post(`${path}/propose-hypothesis`, { statement: `${title} is the pool` })
  await admin.post(`${path}/resolve`, { summary: `${title} is out` })
  await untilSooner(world, async () => (await stillOwed(world)).length === 0, `all of ${title} to be done`)
  world.advance(apartMs)
}

/** What is in doubt is asked of the database at once. What would wait for a lease all the same is found late, and fails. */
function untilSooner<T>(world: World, look: () => Promise<T | false | undefined>, what: string): Promise<T> {
  let moved = performance.now()
  const orSooner = async () => {
    const found = await look()
    if (!found && performance.now() - moved > patienceMs) {
      world.advance(10_000)
      moved = performance.now()
    }
    return found
  }
  return until(orSooner, what, 30_000)
}

/** Whatever is due is done; timers of the future stay. */
async function stillOwed({ fireline: { desk } }: World): Promise<string[]> {
  const due = `select kind, key from obligation where state = 'owed' and kind <> 'canary' and due_at <= $1`
  const { rows } = await desk.db.query<{ kind: string; key: string }>(due, [desk.clock.now()])
  return rows.map(row => `still owed: ${row.kind} ${row.key}`)
}

const wrongNumber = (alerts: readonly AlertShown[], rounds: number): string[] =>
  alerts.length === rounds ? [] : [`${alerts.length} alerts of ${rounds} that were sent`]
