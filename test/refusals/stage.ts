import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '../../src/engine/id.ts'
import type { Perform } from '../../src/engine/perform.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { type Answered, type Caller, startWorld, type World } from '../harness.ts'
import { type Browser, openBrowser } from '../rally/people-at-a-terminal.ts'

/** Incidents with this in their title are in a house that refuses a fix without a cause. */
export const strictly = 'strictly'
/** In incidents with this in their title, copies and commands go on until the end of the test. */
export const slowly = 'slowly'
export const painfully = 'painfully'

/** The people of every scene; Ben has Fireline open, the others do not. */
export interface Stage {
  world: World
  ana: Caller
  ben: Caller
  mira: Caller
  leo: Caller
  /** Something that can be copied. */
  touch: string
  fire(title?: string): Promise<Here>
  end(): Promise<void>
}

/** One incident. */
export interface Here extends Stage {
  incident: string
  number: number
  ask(by: Caller, command: string, body?: object): Promise<Answered>
  /** Asks, and fails when it was not done. */
  done(by: Caller, command: string, body?: object): Promise<void>
  is(): Promise<Incident>
}

export async function openStage(): Promise<Stage> {
  const world = await startWorld({ FIRELINE_LOCAL_RUN: '1' })
  const folder = mkdtempSync(join(tmpdir(), 'fireline-refusals-'))
  writeFileSync(join(folder, 'routes.conf'), 'GET /cart gateway')
  const [ana, ben, mira, leo] = await Promise.all([
    world.person('Ana'),
    world.person('Ben'),
    world.person('Mira'),
    world.person('Leo', 'viewer'),
  ])
  await putSchedules(world, ben, mira)
  await putStandBys(world)
  const letGo = holdSlowWork(world)
  const open: Browser = await openBrowser(world.url, ben.token)
  const stage: Stage = {
    world,
    ana,
    ben,
    mira,
    leo,
    touch: `dir:${folder}`,
    fire: (title = 'carts are empty') => burn(stage, title),
    async end() {
      letGo()
      open.close()
      await world.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return stage
}

async function putSchedules({ admin }: World, ben: Caller, mira: Caller): Promise<void> {
  const layer = (person: Caller, from: string) => ({ layers: [{ people: [person.id], every: 'week', from }] })
  await admin.put('/api/v1/schedules/later', layer(ben, '2099-01-01'))
  await admin.put('/api/v1/schedules/day', layer(mira, '2020-01-01'))
}

/** Of each service one: of the slow ones, traffic is moved until the end of the test. Whoever is refused reads which there are. */
const standBys = { 'by-dns': 'default', taken: slowly }

async function putStandBys({ admin }: World): Promise<void> {
  await admin.put(`/api/v1/services/${slowly}`, { name: slowly })
  const proxy = { driver: 'haproxy', socket: '/nowhere', backend: 'app', server: 'stand' }
  for (const [slug, service] of Object.entries(standBys))
    await admin.put(`/api/v1/stand-bys/${slug}`, { ...proxy, service })
}

/** What a house may set and what takes long, for the incidents that are told so by their title. */
function holdSlowWork({ fireline: { desk } }: World): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  const { rules } = desk.loaders
  desk.loaders.rules = async (tx, was, ask) => {
    const held = await rules(tx, was, ask)
    return was.title.includes(strictly) ? { ...held, 'fix-without-cause': 'refuse' } : held
  }
  const { strain } = desk.loaders
  desk.loaders.strain = async (tx, was, ask) =>
    was.title.includes(painfully)
      ? [{ name: 'The disk for copies', disk: { usedShare: 0.97, freeBytes: 3e9 } }]
      : strain(tx, was, ask)
  const slow = <K extends 'run-change' | 'take-backup' | 'move-traffic'>(real: Perform<K>): Perform<K> => {
    return async (owed, ...more) => {
      if (desk.folded.get(owed.incident)?.title.includes(slowly)) await promise
      return real(owed, ...more)
    }
  }
  desk.performers['run-change'] = slow(desk.performers['run-change'])
  desk.performers['take-backup'] = slow(desk.performers['take-backup'])
  desk.performers['move-traffic'] = slow(desk.performers['move-traffic'])
  return resolve
}

async function burn(stage: Stage, title: string): Promise<Here> {
  const said = { title, severity: 'sev3', service: title.includes(slowly) ? slowly : 'default' }
  const { body } = await stage.ana.post<{ id: string; number: number }>('/api/v1/incidents', said)
  const { id: incident, number } = body
  const ask = (by: Caller, command: string, more: object = {}) =>
    by.post(`/api/v1/incidents/${incident}/${command}`, more, { 'idempotency-key': newId(new Date()) })
  return {
    ...stage,
    incident,
    number,
    ask,
    async done(by, command, more) {
      const { status, body: answer } = await ask(by, command, more)
      if (status !== 200) throw new Error(`${command} was not done: ${status} ${JSON.stringify(answer)}`)
    },
    is: async () => (await stage.ana.get<Incident>(`/api/v1/incidents/${incident}`)).body,
  }
}
