import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { openPool } from '../db.ts'
import { readPostmaster } from '../embedded/postmaster.ts'
import { migrate } from '../migrate.ts'
import { withDatabase } from './reach.ts'
import { takeBackup } from './take.ts'

const program = new URL('../../../test/fixtures/open-embedded.ts', import.meta.url).pathname

test('a backup is taken beside the running Fireline, and without it, and leaves things as they were', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'reach-'))
  const serving = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'pipe', 'ignore'] })
  for await (const _ of createInterface({ input: serving.stdout })) break
  const take = (name: string) =>
    withDatabase(
      { dataDir },
      () => {},
      async (config, folder) => takeBackup({ config, dataDir: folder }, join(dataDir, name)),
    )
  await withDatabase({ dataDir }, () => {}, prepare)

  const beside = await take('backups-beside')
  expect(serving.exitCode).toBeNull()
  serving.kill('SIGTERM')
  await once(serving, 'exit')
  const without = await take('backups-without')
  expect(without.tables).toEqual(beside.tables)
  expect(readPostmaster(join(dataDir, 'pg18'))).toBeUndefined()
  rmSync(dataDir, { recursive: true })
})

async function prepare(config: pg.ClientConfig): Promise<void> {
  const db = openPool(config)
  await migrate(db)
  await db.query(`insert into meta (key, value) values ('who', 'Ana')`)
  await db.end()
}
