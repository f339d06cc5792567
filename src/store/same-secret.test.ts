import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { startFireline } from '../main.ts'
import { readSettings } from '../settings.ts'

const silent = { info: () => {}, error: () => {} }

test('a second node with another secret is refused on a shared database, and one with the same joins', async () => {
  const database = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'fireline-secret-'))
  const start = (name: string, secret: string) => {
    const file = join(folder, `${name}.secret`)
    writeFileSync(file, secret)
    return startFireline(
      readSettings({
        FIRELINE_PORT: '0',
        FIRELINE_DATA: join(folder, name),
        FIRELINE_RUNBOOK: join(folder, 'runbook'),
        DATABASE_URL: database.url,
        FIRELINE_SECRET_FILE: file,
      }),
      silent,
    )
  }
  const first = await start('a', 'a'.repeat(64))
  const same = await start('b', 'a'.repeat(64))
  await expect(start('c', 'c'.repeat(64))).rejects.toThrow(/FIRELINE_SECRET_FILE/)
  await same.stop()
  await first.stop()
  await database.drop()
  rmSync(folder, { recursive: true })
})
