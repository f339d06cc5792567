import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clusterFolder, settleDataFolder } from '../../src/store/embedded/data-folder.ts'
import { readPostmaster } from '../../src/store/embedded/postmaster.ts'
import { cpuSeconds, residentMiB, tree } from './processes.ts'

/** A program that takes alerts over Alertmanager's API, started for one round. */
export interface Peer {
  port: number
  /** Where it takes alerts. */
  path: string
  /** CPU seconds so far, its database counted. */
  cpu(): number
  residentMiB(): number
  /** Resolves once everything that was answered is where it stays. */
  settled(): Promise<void>
  stop(): Promise<void>
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** Debian's, with no receiver to tell and no gossip: it keeps alerts in memory alone. */
export const startAlertmanager = (program: string): Promise<Peer> =>
  startAlertmanagerOn(
    program,
    'route: { receiver: none, group_by: [alertname, cluster], group_wait: 30s, group_interval: 5m, repeat_interval: 4h }\n' +
      'receivers: [ { name: none } ]\n',
  )

/** Debian's, on a configuration in YAML or JSON. */
export async function startAlertmanagerOn(program: string, text: string): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-alertmanager-'))
  const config = join(folder, 'config.yml')
  writeFileSync(config, text)
  const port = await freePort()
  const args = ['--config.file', config, '--storage.path', join(folder, 'data')]
  const listen = [`--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address=', '--log.level=error']
  const child = spawn(program, [...args, ...listen], { stdio: 'ignore' })
  await answering(`http://127.0.0.1:${port}/-/ready`, child)
  const pid = child.pid ?? 0
  return {
    port,
    path: '/api/v2/alerts',
    cpu: () => cpuSeconds([pid]),
    residentMiB: () => residentMiB(pid),
    settled: async () => {},
    async stop() {
      await ended(child, 'SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The whole product as `npm start` runs it: its own PostgreSQL, its own data folder on a real disk, keys for each sender. */
export interface FirelinePeer extends Peer {
  url: string
  token: string
  dataDir: string
  pid: number
  /** Ends it and leaves its folder. */
  halt(): Promise<void>
  /** Another sender's key, with its own service; the path where it takes alerts. */
  newKey(name: string): Promise<{ key: string; path: string }>
  get<T>(path: string): Promise<T>
  /** As the administrator. */
  call<T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T>
  /** Somebody who may acknowledge. */
  person(name: string): Promise<{ post<T>(path: string, body: unknown): Promise<T> }>
}

const token = 'token-of-the-benchmark-0123456789abcdef'
const together = new URL('../../launch/end-together.mjs', import.meta.url).href
const cli = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url))

/** On a folder of its own, which goes with it; `again` on one that was there, which stays. `more` is set besides. */
export async function startFireline(
  again?: { dataDir: string; path: string },
  more: Record<string, string> = {},
): Promise<FirelinePeer> {
  const dataDir = again?.dataDir ?? settleDataFolder(mkdtempSync(join(tmpdir(), 'bench-fireline-')), () => {})
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, ['--import', together, cli, 'serve'], {
    env: { PATH, HOME, FIRELINE_DATA: dataDir, FIRELINE_PORT: '0', FIRELINE_ADMIN_TOKEN: token, ...more },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const url = await readyUrl(child)
  const pid = child.pid ?? 0
  const call = async <T>(method: string, path: string, body?: unknown, as = token): Promise<T> => {
    const headers = {
      authorization: `Bearer ${as}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    const answer = await fetch(url + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return (answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text) as T
  }
  const newKey = async (name: string) => {
    await call('PUT', `/api/v1/services/${name}`, { name })
    const { key } = await call<{ key: string }>('POST', '/api/v1/integrations', {
      service: name,
      kind: 'prometheus',
      name,
    })
    return { key, path: `/intake/${key}/api/v2/alerts` }
  }
  const database = () => readPostmaster(clusterFolder(dataDir))?.pid
  const waiting = async () =>
    Number(/^fireline_accepted_waiting (\d+)/m.exec(await call<string>('GET', '/metrics'))?.[1])
  return {
    url,
    token,
    dataDir,
    pid,
    port: Number(new URL(url).port),
    path: again?.path ?? (await newKey(`shop-${pid}`)).path,
    newKey,
    get: path => call('GET', path),
    call: (method, path, body) => call(method, path, body),
    async person(name) {
      const { id } = await call<{ id: string }>('POST', '/api/v1/people', { name, role: 'responder' })
      const made = await call<{ token: string }>('POST', `/api/v1/people/${id}/tokens`, { name: 'bench' })
      return { post: (path, body) => call('POST', path, body, made.token) }
    },
    cpu: () => cpuSeconds([...new Set([pid, database()].filter(one => one !== undefined).flatMap(tree))]),
    residentMiB: () => residentMiB(pid),
    async settled() {
      while ((await waiting()) > 0) await pause(250)
    },
    halt: () => ended(child, 'SIGTERM'),
    async stop() {
      await ended(child, 'SIGTERM')
      if (!again) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let n = 0; n < 400 && child.exitCode === null; n++) {
    if (
      await fetch(url).then(
        answer => answer.ok,
        () => false,
      )
    )
      return
    await pause(25)
  }
  throw new Error(`nothing answers at ${url}`)
}

async function readyUrl(child: ChildProcess): Promise<string> {
  let said = ''
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk)
    const url = /^Fireline is ready on (\S+)$/m.exec(said)?.[1]
    if (url) {
      child.stdout?.resume()
      return url
    }
  }
  throw new Error('Fireline ended before it was ready')
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}
