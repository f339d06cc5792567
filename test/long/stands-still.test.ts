import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { compiled } from '../compiled.ts'
import { freshDatabase } from '../database.ts'
import { adminToken, callerOf, until } from '../harness.ts'

const cli = join(import.meta.dirname, '../../src/cli/cli.ts')
const block = pathToFileURL(join(import.meta.dirname, '../fixtures/block-on-signal.mjs')).href

test('Fireline whose loop really stands still ends with 70 and says where; started again it goes on with what it had', async () => {
  const database = await freshDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'fireline-still-'))
  const env = {
    ...process.env,
    ...compiled,
    NODE_OPTIONS: `--import ${block}`,
    DATABASE_URL: database.url,
    FIRELINE_DATA: dataDir,
    FIRELINE_PORT: '0',
    FIRELINE_ADMIN_TOKEN: adminToken,
    FIRELINE_STUCK_SECONDS: '3',
  }
  const serve = async () => {
    const child = spawn(process.execPath, [cli, 'serve'], { env, stdio: 'pipe' })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said += String(chunk)))
    const code = new Promise(resolve => child.once('exit', resolve))
    const url = await until(() => /^Fireline is ready on (\S+)$/m.exec(said)?.[1], `it to be ready: ${said}`, 60_000)
    return { child, code, said: () => said, admin: callerOf(url, adminToken, '') }
  }
  const first = await serve()
  const declared = { title: 'Carts are empty', severity: 'sev3', service: 'default' }
  const { body } = await first.admin.post<{ id: string }>('/api/v1/incidents', declared)
  first.child.kill('SIGUSR2')
  expect(await first.code).toBe(70)
  expect(first.said()).toMatch(/the event loop stands still: Fireline leaves.*standsStill \(.*block-on-signal\.mjs/)
  const again = await serve()
  expect((await again.admin.get(`/api/v1/incidents/${body.id}`)).body).toMatchObject({ title: 'Carts are empty' })
  again.child.kill('SIGTERM')
  expect(await again.code).toBe(0)
  rmSync(dataDir, { recursive: true, force: true })
  await database.drop()
})
