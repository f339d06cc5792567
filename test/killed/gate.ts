import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Waypoint } from '../../src/engine/waypoint.ts'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { endLeases } from '../../src/store/outbox.ts'
import { freshDatabase } from '../database.ts'
import { adminToken, until } from '../harness.ts'
import { type Stubborn, stubborn } from './client.ts'
import { checkGate, type GateProof, type GateRound, sha256 } from './gate-checker.ts'
import { type Node, startNode } from './nodes.ts'
import { childEnv, logIn, passableFolder } from './server.ts'

/** Where the server dies on the way of one change. */
export interface GatePoint {
  during: 'copy' | 'approval' | 'run' | 'way back'
  /** `a command`: not at a point of ours, but while a command of the change runs. */
  at: Waypoint | 'a command'
  of: 'take-backup' | 'apply-change' | 'run-change' | 'roll-back-change'
  n?: number
  /** While it is away the copy is altered. */
  isAltered?: boolean
}

const at = (during: GatePoint['during'], of: GatePoint['of'], points: readonly GatePoint['at'][]): GatePoint[] =>
  points.map(point => ({ during, at: point, of }))

const ofARow = ['leased', 'before-record', 'in-record', 'after-record'] as const
const ofARun = ['gate-passed', 'run-begun', 'run-typed', 'run-noted', 'run-ended', 'a command'] as const

/** Each point of copy, proof, approval, check and run, of the second command, and of the way back. */
export const gatePoints: readonly GatePoint[] = [
  ...at('copy', 'take-backup', ['ask-decided', 'ask-kept', 'copy-begun', 'copy-taken', 'copy-proven', 'copy-sealed']),
  ...at('copy', 'take-backup', ofARow),
  ...at('approval', 'apply-change', ['ask-decided', 'ask-kept']),
  { during: 'approval', at: 'ask-kept', of: 'apply-change', isAltered: true },
  ...at('run', 'run-change', [...ofARow, ...ofARun]),
  { during: 'run', at: 'run-begun', of: 'run-change', n: 2 },
  { during: 'run', at: 'run-typed', of: 'run-change', n: 2 },
  ...at('way back', 'roll-back-change', ['ask-decided', 'ask-kept']),
  ...at('way back', 'run-change', [...ofARow, ...ofARun]),
]

const nameOf = ({ during, at: point, of, n, isAltered }: GatePoint): string =>
  [`${during}: ${point} of ${of}`, n && `, the ${n}nd`, isAltered && ', its copy altered'].filter(Boolean).join('')

/** One server on one data folder and one database; killed, it comes back on them. */
interface House {
  folder: string
  node(): Node
  /** Waits until it is gone, and starts it again. */
  again(meanwhile?: () => void): Promise<void>
  /** Nothing of copies or runs is owed any more. */
  settled(incident: string): Promise<void>
  ana: Stubborn
}

/** A server dies at each of these points; each is a change of its own. */
export async function runGate(points: readonly GatePoint[]): Promise<GateProof> {
  const database = await freshDatabase()
  const db = new pg.Pool(database.config)
  const folder = passableFolder('gate')
  const house = await houseIn(folder, database.url, db)
  try {
    const rounds: GateRound[] = []
    for (const point of points) rounds.push(await changeUnderFire(house, point, nameOf(point)))
    return checkGate(rounds)
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${readFileSync(logIn(folder), 'utf8').slice(-3_000)}`, {
      cause: error,
    })
  } finally {
    house.node().signal('SIGKILL')
    await house.node().gone
    await db.end()
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function houseIn(folder: string, url: string, db: pg.Pool): Promise<House> {
  const dataDir = join(folder, 'data')
  mkdirSync(dataDir)
  appendFileSync(logIn(folder), '')
  const env = childEnv(dataDir, { DATABASE_URL: url, FIRELINE_ADMIN_TOKEN: adminToken, FIRELINE_LOCAL_RUN: '1' })
  const start = () => startNode(env, 0, logIn(folder))
  let node = await start()
  const where = () => (node.isAlive() ? node.url : undefined)
  const admin = stubborn(where, adminToken, [])
  const { id } = await admin.post<{ id: string }>('/api/v1/people', { name: 'Ana', role: 'responder' })
  const { token } = await admin.post<{ token: string }>(`/api/v1/people/${id}/tokens`, { name: 'gate' })
  const owed = `select 1 from obligation where incident = $1 and state = 'owed' and kind in ('take-backup', 'run-change')`
  return {
    folder,
    node: () => node,
    async again(meanwhile = () => {}) {
      await until(() => !node.isAlive(), 'the server to die', 30_000)
      await node.gone
      meanwhile()
      // Its lease would run out in ten seconds. It is dead, so that may as well be now.
      await endLeases(db)
      node = await start()
    },
    settled: async incident => {
      await until(async () => (await db.query(owed, [incident])).rowCount === 0, 'copies and runs to end', 60_000)
    },
    ana: stubborn(where, token, []),
  }
}

/** Proposed, copied, applied and, whatever came of it, taken back; at one point of that the server dies. */
async function changeUnderFire(house: House, point: GatePoint, name: string): Promise<GateRound> {
  const { ana } = house
  const declared = { title: name, severity: 'sev3', service: 'default' }
  const { id } = await ana.post<Incident>('/api/v1/incidents', declared)
  const target = targetIn(house.folder, id, point.at === 'a command' ? 0.5 : 0)
  const ask = (command: string, body: object) => ana.post(`/api/v1/incidents/${id}/${command}`, body)
  const is = () => ana.get<Incident>(`/api/v1/incidents/${id}`)
  const underFire = async (command: string, during: GatePoint['during'][]) => {
    const isNow = during.includes(point.during)
    const location = point.isAltered && isNow ? (await is()).backups[0]?.location : undefined
    if (isNow && point.at !== 'a command') house.node().dieAt(point.at, point.of, point.n)
    const asked = ask(command, { change: 'C1' })
    if (isNow && point.at === 'a command') {
      const running = command === 'apply-change' ? 'running 2' : 'running undo'
      await until(() => target.log().includes(running), `${running} in ${name}`, 30_000)
      house.node().signal('SIGKILL')
    }
    if (isNow) await house.again(() => location && writeFileSync(location, 'something else'))
    await asked
    await house.settled(id)
  }
  await ask('propose-change', target.change)
  await underFire('take-backup', ['copy'])
  await underFire('apply-change', ['approval', 'run'])
  await underFire('roll-back-change', ['way back'])
  // A command that outlived its server ends by itself.
  const told = (word: string) => target.log().filter(line => line.startsWith(word))
  await until(() => told('running').length === told('over').length, 'what still runs to end', 10_000)
  const { entries } = await ana.get<{ entries: Entry[] }>(`/api/v1/incidents/${id}/timeline?after=0`)
  const ran = told('running').map(line => line.slice('running '.length))
  const disk = lyingIn(join(house.folder, 'data', 'backups', id))
  return { name, told: { is: await is(), entries }, commands: 2, ran, isAltered: point.isAltered, disk }
}

/** A folder that a change touches, and beside it a log of what ran on it. */
function targetIn(folder: string, id: string, seconds: number) {
  const touched = join(folder, `etc-${id}`)
  const log = join(folder, `ran-${id}`)
  mkdirSync(touched)
  writeFileSync(join(touched, 'pool.yaml'), `size: 10 # of ${id}\n`)
  writeFileSync(log, '')
  const command = (word: string) => `echo running ${word} >> ${log}; sleep ${seconds}; echo over ${word} >> ${log}`
  return {
    change: {
      what: 'enlarge the pool',
      intent: 'mitigation',
      kind: 'complex',
      touches: [`dir:${touched}`],
      commands: [command('1'), command('2')],
      undo: command('undo'),
    },
    log: () => readFileSync(log, 'utf8').split('\n').filter(Boolean),
  }
}

/** The digest of each file in the folder of each copy. */
function lyingIn(folder: string): GateRound['disk'] {
  if (!existsSync(folder)) return {}
  const filesOf = (backup: string) =>
    readdirSync(join(folder, backup), { recursive: true, withFileTypes: true })
      .filter(one => one.isFile())
      .map(({ parentPath, name }) => [join(parentPath, name), sha256(readFileSync(join(parentPath, name)))])
  return Object.fromEntries(readdirSync(folder).map(backup => [backup, Object.fromEntries(filesOf(backup))]))
}
