import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Waypoint } from '../../src/engine/waypoint.ts'
import { Ledger, type Sent } from '../fakes/ledger.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import { adminToken, type Caller, callerOf } from '../harness.ts'
import { type WrongClock, wrongClocksIn } from '../wrong-clock.ts'
import type { ToNode } from './node-main.ts'
import { childEnv, logIn, passableFolder } from './server.ts'
import { everyTimeline, type Told } from './told.ts'

const main = fileURLToPath(new URL('./node-main.ts', import.meta.url))

/** One of the nodes on one database. */
export interface Node {
  url: string
  admin: Caller
  isAlive(): boolean
  /** Sends it a signal; resolves when it was sent. */
  signal(name: NodeJS.Signals): void
  gone: Promise<void>
  advance(ms: number): void
  dieAt(point?: Waypoint, kind?: string, n?: number): void
  setWallClock(wrongByMs: number): void
  /** From then on `passed` knows what passes which point. */
  standStillAt(point: Waypoint, kind: string, n: number, ms: number): void
  passed: { at: Waypoint; of: string }[]
}

export interface Nodes {
  all: Node[]
  alive(): Node[]
  /** One that lives. */
  any(): Node
  start(wallMs?: number): Promise<Node>
  /** Whose link stands in it. */
  senderOf(one: Sent): Node
  ledger: Ledger
  smtp: SmtpFake
  /** All that happened, or what is open of a service. */
  told(openOf?: string): Promise<Told[]>
  /** What they logged, for whoever looks into a failure. */
  log(): string
  end(): Promise<void>
}

/** Nodes on one database, with one secret and one mail server, and a folder each. Their wall clocks are libfaketime's where there is one and it is asked for, and else every `Date` in them. */
export async function nodesOn(databaseUrl: string, clocks: 'own' | 'libfaketime' = 'own'): Promise<Nodes> {
  const folder = passableFolder('nodes')
  const clockOf = clocks === 'libfaketime' ? wrongClocksIn(folder) : undefined
  const logFile = logIn(folder)
  appendFileSync(logFile, '')
  const ledger = new Ledger()
  const smtp = await startSmtp(ledger)
  const all: Node[] = []
  const start = async (wallMs = 0) => {
    const name = `node-${all.length + 1}-${Math.floor(performance.now())}`
    const dataDir = join(folder, name)
    mkdirSync(dataDir)
    const env = childEnv(dataDir, {
      DATABASE_URL: databaseUrl,
      FIRELINE_SECRET_FILE: join(folder, 'secret'),
      FIRELINE_ADMIN_TOKEN: adminToken,
      FIRELINE_SMTP_URL: smtp.url,
    })
    const node = await startNode(env, wallMs, logFile, clockOf?.(name))
    all.push(node)
    return node
  }
  const alive = () => all.filter(node => node.isAlive())
  const any = () => {
    const [one] = alive()
    if (!one) throw new Error('no node is alive')
    return one
  }
  return {
    all,
    alive,
    any,
    start,
    senderOf(one) {
      const sender = all.find(node => one.body.includes(`${node.url}/`))
      if (!sender) throw new Error(`nobody sent ${one.what}`)
      return sender
    },
    ledger,
    smtp,
    told: openOf => everyTimeline(any().admin, openOf),
    log: () => readFileSync(logFile, 'utf8'),
    async end() {
      for (const node of all) node.signal('SIGKILL')
      await Promise.all(all.map(node => node.gone))
      await smtp.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** One node by itself, on the data folder and the database of its settings. */
export async function startNode(
  env: NodeJS.ProcessEnv,
  wallMs: number,
  logFile: string,
  clock?: WrongClock,
): Promise<Node> {
  clock?.set(wallMs)
  const child = spawn(process.execPath, [main, clock ? '0' : String(wallMs)], {
    env: { ...env, ...clock?.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  // What it says when its folder is gone already is of no use to anybody.
  child.stderr?.on('data', (chunk: Buffer) => existsSync(logFile) && appendFileSync(logFile, chunk))
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const url = await Promise.race([readyOf(child), gone.then(() => undefined)])
  if (!url) throw new Error(`a node ended before it was ready: ${readFileSync(logFile, 'utf8').slice(-2_000)}`)
  const passed: Node['passed'] = []
  child.on('message', (one: Node['passed'][number]) => passed.push(one))
  const say = (message: ToNode) => void child.send(message, () => {})
  return {
    url,
    admin: callerOf(url, adminToken, ''),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    signal: name => void child.kill(name),
    gone,
    advance: advanceMs => say({ advanceMs }),
    dieAt: (point, kind, n) => say({ dieAt: point, kind, n }),
    setWallClock: wrongByMs => (clock ? clock.set(wrongByMs) : say({ wallMs: wrongByMs })),
    standStillAt: (point, kind, n, ms) => say({ standStillAt: point, kind, n, ms }),
    passed,
  }
}

function readyOf(child: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    said += String(chunk)
    const url = /^Fireline is ready on (\S+)$/m.exec(said)?.[1]
    if (url) resolve(url)
  })
  return promise
}
