import type pg from 'pg'
import { type BackupTask, BackupTrouble, type Proof, type Taken, type Tell } from '../../steps/change/backup-driver.ts'
import { levelShown, type Shown } from '../../steps/change/levels.ts'
import { builtOf } from './built.ts'
import { countOf, tableOf } from './fingerprint.ts'
import { printsOf } from './prints.ts'
import { type Restored, restoreCopy } from './restore.ts'
import { findTables } from './schema.ts'
import { askSmoke } from './smoke.ts'

/** Put into an empty database by what puts it back, and compared: rows, and of a whole database indexes and constraints. */
export async function proveBuiltIn(client: pg.Client, task: BackupTask, taken: Taken, tell?: Tell): Promise<Proof> {
  let done = 0
  await client.query('begin')
  const restored = await restoreCopy(client, taken.location, 'refuse', bytes => {
    done += bytes
    tell?.({ phase: 'restore', done, of: taken.bytes, unit: 'bytes' })
  })
  await client.query('commit')
  if (restored.digest !== taken.digest)
    throw new BackupTrouble('The copy on disk is not what was written: its sha256 differs.')
  const back = new Map(restored.tables.map(({ name, print }) => [name, print]))
  const different = [...taken.source].filter(([name, print]) => back.get(name) !== print).map(([name]) => name)
  if (different.length > 0) throw new BackupTrouble(`Restored, but not equal to the source: ${different.join(', ')}.`)
  const missing = await notBuilt(client, task, taken)
  const smoke = await askSmoke(client, task)
  const shown: Shown = {
    exitCode: 0,
    complete: true,
    digest: restored.digest,
    restored: true,
    source: printsOf(taken.source),
    back: printsOf(back),
    built: { missing },
    ...smoke.shown,
  }
  return {
    level: levelShown(shown, 'fireline'),
    covers: [...task.touches],
    proof: inWords(taken, restored, missing, smoke.says),
    restore: `fireline restore-copy '${taken.location.replaceAll("'", `'\\''`)}' --replace --into <url>`,
    shown,
  }
}

async function notBuilt(client: pg.Client, task: BackupTask, { built = [], source }: Taken): Promise<string[]> {
  if (built.length === 0) return []
  const tables = await findTables(client, [...source.keys()].map(tableOf))
  const there = new Set(await builtOf(client, tables, task))
  return built.filter(one => !there.has(one))
}

function inWords(taken: Taken, { tables, notRebuilt }: Restored, missing: string[], smoke: string[]): string {
  const rows = tables.reduce((sum, { print }) => sum + countOf(print), 0)
  return [
    `${counted(tables.length, 'table')}, ${counted(rows, 'row')} restored and equal.`,
    ...(missing.length > 0 ? [`Without ${missing.slice(0, 10).join(', ')} of the source.`] : []),
    ...(notRebuilt.length > 0 ? [`Not rebuilt: ${notRebuilt.join('; ')}.`] : []),
    ...smoke,
    `Not copied: ${taken.notCopied.join(', ')}.`,
  ].join(' ')
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`
