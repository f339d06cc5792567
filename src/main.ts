import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lastResort, openOutside } from './channels.ts'
import { startAuditing } from './engine/audit-pages.ts'
import { canary } from './engine/canary.ts'
import { databaseClock } from './engine/clock.ts'
import { startDelivering } from './engine/deliver.ts'
import type { Desk } from './engine/desk.ts'
import { startFallback } from './engine/fallback.ts'
import { health } from './engine/health.ts'
import { postgresLive } from './engine/live.ts'
import type { Log } from './engine/log.ts'
import { startNodes } from './engine/nodes.ts'
import { oneVoice } from './engine/one-voice.ts'
import { beat } from './engine/outside-heartbeat.ts'
import { startReachChecks } from './engine/reach-checks.ts'
import { readyCalls } from './engine/ready-calls.ts'
import { noting, progress, startSupervising } from './engine/supervisor.ts'
import { startWatchdog } from './engine/watchdog.ts'
import { handedOutOf } from './hosts/handed-out.ts'
import { seatBeatsOf } from './hosts/seat-beats.ts'
import { openRunbook } from './integrations/git/open-runbook.ts'
import { keepTime } from './keep-time.ts'
import { startListening } from './listen.ts'
import { loaders } from './loaders.ts'
import { startLooking } from './look-after.ts'
import { openIntake } from './open-intake.ts'
import { performers } from './performers.ts'
import { reactions, road } from './road.ts'
import { intakeDoor } from './server/intake.ts'
import { intakeDescribed } from './server/intake-routes.ts'
import { openBetween } from './server/nodes/between.ts'
import { openServer } from './server/server.ts'
import { serveSockets } from './server/sockets.ts'
import { serveWeb } from './server/web.ts'
import type { Settings } from './settings.ts'
import { type Db, inTransaction, openPool } from './store/db.ts'
import { checkDurability } from './store/embedded/durability.ts'
import { type Embedded, openEmbedded } from './store/embedded/embedded.ts'
import { type FirstStart, firstStart } from './store/first-start.ts'
import { passwordsIn } from './store/kept-values.ts'
import { migrate } from './store/migrate.ts'
import { endLeases } from './store/outbox.ts'
import { ownVersion } from './store/own-version.ts'
import { hasSameSecret } from './store/same-secret.ts'
import type { Secrets } from './store/secrets.ts'
import { waitForDatabase } from './wait-for-database.ts'
import { type Running, windDown } from './wind-down.ts'

const watchdogProgram = new URL(
  import.meta.url.endsWith('.ts') ? './watchdog-worker.ts' : './watchdog-worker.js',
  import.meta.url,
)

export interface Fireline {
  url: string
  dataDir: string
  desk: Desk
  first: FirstStart
  /** Looks now at what is looked at each second anyhow: tests move time forward and do not wait. */
  lookSoon(): void
  /** Stops taking, finishes what is under way, stops its PostgreSQL. */
  stop(): Promise<void>
}

/**
 * Starts everything and resolves once an alert would be taken. A start that fails leaves nothing running. `stuck` is called when work is
 * due and nothing is done for a minute: whoever started us starts us again.
 */
export async function startFireline(
  asked: Settings,
  log: Log,
  stuck?: () => void,
  stopping?: AbortSignal,
): Promise<Fireline> {
  const settings = asked.databaseUrl ? { ...asked, port: await waitForDatabase(asked, log, stopping) } : asked
  const database = await openDatabase(settings, log)
  const running: Running = { db: openPool(database.config), stopDatabase: database.stop, stuck }
  try {
    return await startOn(running, { ...settings, dataDir: database.dataDir }, log, database.embedded)
  } catch (error) {
    await windDown(running)
    throw error
  }
}

async function openDatabase(settings: Settings, log: Log) {
  if (settings.databaseUrl) {
    mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 })
    return {
      dataDir: settings.dataDir,
      config: { connectionString: settings.databaseUrl },
      stop: async () => {},
      embedded: undefined,
    }
  }
  const embedded = await openEmbedded({ dataDir: settings.dataDir, log: line => log.info(line) })
  return { dataDir: embedded.dataDir, config: embedded.config, stop: embedded.stop, embedded }
}

async function startOn(
  running: Running,
  settings: Settings,
  log: Log,
  embedded: Embedded | undefined,
): Promise<Fireline> {
  const { db } = running
  await migrate(db)
  const { faults } = await checkDurability(db)
  for (const fault of faults) log.error('the database may lose what was acknowledged: intake is closed', { fault })
  const clock = databaseClock()
  await clock.sample(db)
  // The folder is locked, so whoever leased is gone: a page that a crash held up leaves now, not when its lease runs out.
  if (embedded) await endLeases(db)
  const outside = openOutside(settings, () => settings.url ?? running.server?.url ?? '')
  const first = await inTransaction(db, tx => firstStart(tx, clock.now(), outside.secrets, settings.adminToken))
  const flown = canary()
  const made = progress()
  const runbook = await openRunbook({
    folder: settings.runbook ?? join(settings.dataDir, 'runbook'),
    examples: fileURLToPath(new URL('../runbook', import.meta.url)),
  })
  await needSameSecret(db, settings, outside.secrets, log)
  const desk: Desk = {
    db,
    clock,
    log,
    live: postgresLive(db),
    node: randomUUID(),
    road,
    reactions,
    loaders: loaders({
      settings,
      outside,
      runbook,
      seen: tx => seatBeatsOf(desk).seen(tx),
      beating: tx => seatBeatsOf(desk).beating(tx),
    }),
    performers: noting(performers({ settings, outside, flown, runbook }), made.made),
    folded: new Map(),
    wake: () => running.deliverer?.wake(),
    placesFor: kind => running.deliverer?.placesFor(kind) ?? 0,
    readyCalls: readyCalls(outside),
    take: born => running.deliverer?.take(born),
  }
  handedOutOf(desk).openWith(outside.secrets, ownSecrets(settings))
  running.live = desk.live
  await desk.live.start()
  const intake = await openIntake(desk, settings)
  running.accepted = intake.log
  running.applier = intake.applier
  const auditor = startAuditing(desk)
  running.auditor = auditor
  const well = health(desk, { flown, auditor, nodes: () => running.nodes?.now() ?? [] }, intake.log, faults)
  const fallback = startFallback(lastResort(settings, outside), {
    health: well,
    clock,
    log,
    voice: oneVoice(desk, () => running.nodes),
    url: outside.url,
  })
  running.fallback = fallback
  running.server = await openServer(desk, settings, {
    health: well,
    fallback,
    runbook,
    outside,
    accepted: intake.log,
    caughtUp: intake.caughtUp,
    doors: [intakeDoor({ ...intake, desk, outside })],
    described: intakeDescribed,
    extend(app, url) {
      serveSockets(app, desk, url)
      serveWeb(app)
    },
  })
  const nodes = startNodes(desk, {
    ...ownName(settings, running.server.port),
    version: ownVersion(),
    isAlone: !!embedded,
  })
  running.nodes = nodes
  openBetween(desk, {
    secrets: outside.secrets,
    others: () => nodes.now().filter(one => one.is === 'up' && one.id !== desk.node),
    tlsName: () => (settings.tlsCert ? new URL(outside.url()).hostname : undefined),
  })
  running.deliverer = startDelivering(desk)
  running.listening = startListening(desk, outside)
  running.looking = startLooking(desk, outside, intake.log, intake.applier)
  if (running.stuck) running.supervisor = startSupervising({ auditor, made, log, stuck: running.stuck })
  if (running.stuck && settings.stuckAfterMs > 0)
    running.watchdog = startWatchdog(watchdogProgram, {
      afterMs: settings.stuckAfterMs,
      settings,
      name: nodes.name,
      url: outside.url(),
    })
  const reaching = startReachChecks(desk, outside)
  running.reaching = reaching
  running.time = keepTime(desk, {
    settings: { ...settings, url: outside.url() },
    accepted: intake.log,
    applier: intake.applier,
    embedded,
    beat: () => beat(desk, outside, well),
  })
  return {
    url: running.server.url,
    dataDir: settings.dataDir,
    desk,
    first,
    lookSoon() {
      running.looking?.soon()
      auditor.soon()
      reaching.soon()
      nodes.soon()
      fallback.look()
    },
    stop: () => windDown(running),
  }
}

/** What this server's own settings keep secret: no terminal shows it. */
const ownSecrets = ({ adminToken, databaseUrl, smtpUrl, fallbackSecret }: Settings): string[] => [
  ...[adminToken, fallbackSecret].filter(one => one !== undefined),
  ...[databaseUrl, smtpUrl].flatMap(address => (address ? passwordsIn(address) : [])),
]

/** The same after a restart; in containers the machine's name changes with each, so FIRELINE_NODE may say it. */
function ownName({ host, node, nodeUrl }: Settings, port: number): { name: string; address: string } {
  // Where it listens on every address, the others reach it by the machine's name.
  const reached = host === '0.0.0.0' || host === '::' ? hostname() : host
  const address = nodeUrl ?? `${reached.includes(':') ? `[${reached}]` : reached}:${port}`
  return { name: node ?? `${hostname()}:${port}`, address }
}

/** On a shared database another secret is refused; alone on its own one, Fireline must not stay away from a fire for it. */
async function needSameSecret(db: Db, settings: Settings, secrets: Secrets, log: Log): Promise<void> {
  if (await hasSameSecret(db, secrets)) return
  const trouble =
    'The secret is not the one that this database was first used with: put that file back, or name it in FIRELINE_SECRET_FILE.'
  if (settings.databaseUrl) throw new Error(trouble)
  log.error(trouble, { lost: 'stored contacts and addresses of resources cannot be read until then' })
}
