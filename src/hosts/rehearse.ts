import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Desk } from '../engine/desk.ts'
import type { Perform } from '../engine/perform.ts'
import { BackupTrouble } from '../steps/change/backup-driver.ts'
import { keepCopy } from '../store/copies.ts'
import { addRehearsal, dueForRehearsal, oweRehearsal } from '../store/rehearsals.ts'
import { type Reach, reachOf } from '../store/resources.ts'
import { byItsName } from './by-its-name.ts'
import { copyAndProve } from './copy-and-prove.ts'
import { wayTo } from './copy-source.ts'
import { aroundOf, type BackupHost, inWords } from './take-backup.ts'

/** Owes the rehearsal whose time has come, one in the house at a time. */
export async function rehearseInTime(desk: Desk): Promise<void> {
  const due = await dueForRehearsal(desk.db, desk.clock.now())
  if (due !== undefined && (await oweRehearsal(desk.db, due, desk.clock.now()))) desk.wake()
}

/** Takes a copy of a resource and proves it while nothing burns: what came of it, and how long each part took, is kept. */
export function rehearse(host: BackupHost): Perform<'rehearse'> {
  return async ({ id, body: { resource }, attempt, kind }, desk, signal) => {
    const folder = join(host.copies, 'rehearsed', id, String(attempt))
    const [at, begun] = [desk.clock.at(), performance.now()]
    const phases: Record<string, number> = {}
    let reach: Reach | undefined
    try {
      reach = await reachOf(desk.db, host.secrets, resource)
      if (!reach) throw new BackupTrouble(`Fireline no longer knows how to reach ${resource}.`)
      const [driver, key] = [driverFor(host, reach), randomBytes(32)]
      const task = {
        backup: id,
        touches: [touchOf(resource, reach)],
        folder,
        key,
        resource,
        pace: 'gentle' as const,
        ...wayTo(reach),
      }
      const {
        plain,
        isBesideSource: _,
        ...made
      } = await copyAndProve(driver, task, signal, {
        ...(await aroundOf(host, desk)),
        passing(point) {
          phases[point] = Math.round(performance.now() - begun)
          desk.passing?.(point, kind)
        },
      })
      const copy = {
        ...made,
        covers: byItsName(made.covers, 'url' in reach ? reach.url : undefined),
        id,
        incident: null,
        resource,
        driver: driver.name,
        takenAt: at,
        verifiedAt: desk.clock.at(),
      }
      await keepCopy(desk.db, host.secrets, copy, { key: key.toString('base64'), line: made.restore, plain })
      const { bytes, level } = made
      const told = { id, resource, at, ms: Math.round(performance.now() - begun), bytes, level, phases }
      await addRehearsal(desk.db, { ...told, outcome: 'proven', why: null }, id)
      return { outcome: 'delivered', answer: made.proof }
    } catch (error) {
      await rm(folder, { recursive: true, force: true }).catch(() => {})
      if (signal.aborted) return { outcome: 'retry', answer: 'Interrupted; it begins again.', afterMs: 0 }
      const why = inWords(error, reach && 'url' in reach ? reach.url : undefined)
      const told = { id, resource, at, ms: Math.round(performance.now() - begun), bytes: null, level: null, phases }
      await addRehearsal(desk.db, { ...told, outcome: 'failed', why }, undefined)
      return { outcome: 'failed', answer: why }
    }
  }
}

const touchOf = (resource: string, reach: Reach): string =>
  reach.kind === 'folder' ? `dir:${reach.path}` : `${prefixes[reach.kind]}:${resource}`

const prefixes = { postgres: 'pg', mariadb: 'my', sqlite: 'lite' } as const

function driverFor({ drivers }: BackupHost, { kind }: Reach) {
  const driver = drivers.find(({ name }) => name === kind)
  if (!driver) throw new BackupTrouble(`This Fireline has no driver for ${kind}.`)
  return driver
}
