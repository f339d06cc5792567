import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { untilSeen } from './client.ts'
import type { StateFolder } from './shop/state-folder.ts'

/** A Fireline of the drill's own: started like any other, with its own data, gone with the drill. */
export type OwnFireline = { url: string; adminToken: string; stop(): Promise<void> }

const entry = new URL('../cli/cli.ts', import.meta.url)
const readyLine = /^Fireline is ready on (\S+)$/m

export async function startFireline(folder: StateFolder, env: Record<string, string>): Promise<OwnFireline> {
  const adminToken = randomBytes(24).toString('hex')
  const { PATH = '', HOME = '', TMPDIR, LANG } = process.env
  const inherited = { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...(LANG && { LANG }) }
  const settings = {
    FIRELINE_DATA: folder.at('fireline'),
    FIRELINE_PORT: '0',
    FIRELINE_ADMIN_TOKEN: adminToken,
    ...env,
  }
  const files = { out: folder.at('fireline.out'), log: folder.at('fireline.log') }
  const [out, log] = [openSync(files.out, 'a', 0o600), openSync(files.log, 'a', 0o600)]
  const child = spawn(process.execPath, [fileURLToPath(entry), 'serve'], {
    env: { ...inherited, ...settings },
    stdio: ['ignore', out, log],
    detached: true,
  })
  closeSync(out)
  closeSync(log)
  if (child.pid) folder.record('fireline', child.pid)
  const url = await untilSeen('Fireline to be ready', async () => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`Fireline did not start:\n${readFileSync(files.log, 'utf8').slice(-1_500)}`)
    return readyLine.exec(readFileSync(files.out, 'utf8'))?.[1]
  }).catch(async (error: unknown) => {
    await end(child)
    throw error
  })
  return { url, adminToken, stop: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise(ended => child.once('exit', ended))
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await gone
  clearTimeout(hard)
}
