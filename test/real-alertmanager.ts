import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './harness.ts'

export interface RealProgram {
  url: string
  /** Ends it as a crash would, and starts it again on what it had kept. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Debian's Alertmanager on a port of its own, alone. `config` is YAML or JSON. */
export function startAlertmanager(path: string, config: string): Promise<RealProgram> {
  return startReal(path, config, (folder, port) => [
    `--config.file=${join(folder, 'config.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ])
}

/** Debian's Prometheus on a port of its own. `files` stand beside its configuration. */
export function startPrometheus(path: string, config: string, files: Record<string, string>): Promise<RealProgram> {
  const args = (folder: string, port: number) => [
    `--config.file=${join(folder, 'config.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--rules.alert.resend-delay=1s',
    '--log.level=error',
  ]
  return startReal(path, config, args, files)
}

async function startReal(
  path: string,
  config: string,
  args: (folder: string, port: number) => string[],
  files: Record<string, string> = {},
): Promise<RealProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-real-'))
  const port = await freePort()
  for (const [name, text] of Object.entries({ ...files, 'config.yml': config })) writeFileSync(join(folder, name), text)
  const url = `http://127.0.0.1:${port}`
  const begin = async () => {
    const child = spawn(path, args(folder, port), { stdio: 'ignore', cwd: folder })
    await until(() => isReady(url), `${path} to be ready`)
    return child
  }
  let child = await begin()
  return {
    url,
    async restart() {
      await ended(child)
      child = await begin()
    },
    async stop() {
      await ended(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/-/ready`).then(
    answer => answer.ok,
    () => false,
  )

function ended(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
