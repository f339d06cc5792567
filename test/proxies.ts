import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, createServer, get, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './harness.ts'

/** A web server that says its name, can be ended and started again at the same port, and can answer 500. */
export interface Web {
  port: number
  requests: number
  status: number
  /** Each so many requests are answered 500; 0: none. */
  failsEach: number
  stop(): Promise<void>
  start(): Promise<void>
}

export async function startWeb(name: string, port = 0): Promise<Web> {
  let server: Server | undefined
  const web: Web = {
    port,
    requests: 0,
    status: 200,
    failsEach: 0,
    async start() {
      server = createServer((asked, answer) => {
        if (asked.url !== '/health') web.requests += 1
        const isOdd = asked.url !== '/health' && web.failsEach > 0 && web.requests % web.failsEach === 0
        answer.writeHead(isOdd ? 500 : web.status, { 'content-length': name.length })
        answer.end(name)
      })
      server.keepAliveTimeout = 60_000
      server.listen(web.port, '127.0.0.1')
      await once(server, 'listening')
      web.port = (server.address() as AddressInfo).port
    },
    async stop() {
      server?.closeAllConnections()
      await new Promise(resolve => (server ? server.close(resolve) : resolve(undefined)))
      server = undefined
    },
  }
  await web.start()
  return web
}

export interface Haproxy {
  url: string
  socket: string
  folder: string
  stateFile: string
  /** As its service does it: a new process takes the sockets over, the old one ends what it has. */
  reload(): Promise<void>
  stop(): Promise<void>
}

/** Debian's HAProxy on free ports. `servers` are the lines of the backend `app`, without the word server. */
export async function startHaproxy(
  program: string,
  servers: readonly string[],
  looks = 'inter 100ms rise 2 fall 10',
): Promise<Haproxy> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-haproxy-'))
  const [socket, config, stateFile] = ['s', 'cfg', 'state'].map(name => join(folder, name)) as [string, string, string]
  const port = await freePort()
  writeFileSync(stateFile, '')
  writeFileSync(
    config,
    `global
  stats socket ${socket} mode 600 level admin expose-fd listeners
  server-state-file ${stateFile}
defaults
  mode http
  load-server-state-from-file global
  option redispatch
  timeout check 10s
  timeout connect 2s
  timeout client 30s
  timeout server 30s
frontend all
  bind 127.0.0.1:${port}
  default_backend app
backend app
  balance roundrobin
  option httpchk GET /health
  default-server ${looks}
${servers.map(line => `  server ${line}\n`).join('')}`,
  )
  const begin = (args: string[]) => spawn(program, ['-db', '-f', config, ...args], { stdio: 'ignore' })
  let child = begin([])
  const url = `http://127.0.0.1:${port}`
  await until(() => isUp(url), 'HAProxy to answer')
  return {
    url,
    socket,
    folder,
    stateFile,
    async reload() {
      const old = child
      child = begin(['-x', socket, '-sf', String(old.pid)])
      await ended(old)
      await until(() => isUp(url), 'HAProxy to answer after its reload')
    },
    async stop() {
      child.kill('SIGKILL')
      await ended(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

const isUp = async (url: string) => (await answered(url)) !== undefined

/** The status of one answer, if one came. */
export function answered(url: string, agent?: Agent): Promise<number | undefined> {
  return new Promise(resolve => {
    const asked = get(url, { agent: agent ?? false, timeout: 10_000 }, answer => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode))
      answer.on('error', () => resolve(undefined))
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(undefined))
  })
}

export interface Visitors {
  sent: number
  failed: number
  stop(): Promise<void>
}

/** Visitors who ask again as soon as they are answered: half of them keep their connection, half make a new one each time. */
export function visit(url: string, count = 4): Visitors {
  const agent = new Agent({ keepAlive: true, maxSockets: count })
  const seen = { sent: 0, failed: 0 }
  let isOver = false
  const one = async (n: number) => {
    while (!isOver) {
      const status = await answered(url, n % 2 === 0 ? agent : undefined)
      seen.sent += 1
      if (status !== 200) seen.failed += 1
    }
  }
  const all = Promise.all(Array.from({ length: count }, (_, n) => one(n)))
  return {
    get sent() {
      return seen.sent
    },
    get failed() {
      return seen.failed
    },
    async stop() {
      isOver = true
      await all
      agent.destroy()
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createTcp()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

export interface Caddy {
  url: string
  admin: string
  stop(): Promise<void>
}

/** Debian's Caddy on free ports, with one reverse_proxy whose `@id` is shop. */
export async function startCaddy(program: string, dials: readonly string[]): Promise<Caddy> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-caddy-'))
  const [port, adminPort] = [await freePort(), await freePort()]
  const upstreams = dials.map(dial => ({ dial }))
  const handle = [{ '@id': 'shop', handler: 'reverse_proxy', upstreams }]
  const server = { listen: [`127.0.0.1:${port}`], automatic_https: { disable: true }, routes: [{ handle }] }
  const config = { admin: { listen: `127.0.0.1:${adminPort}` }, apps: { http: { servers: { shop: server } } } }
  writeFileSync(join(folder, 'caddy.json'), JSON.stringify(config))
  const child = spawn(program, ['run', '--config', join(folder, 'caddy.json')], {
    stdio: 'ignore',
    env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  })
  const url = `http://127.0.0.1:${port}`
  await until(() => isUp(url), 'Caddy to answer')
  return {
    url,
    admin: `http://127.0.0.1:${adminPort}`,
    async stop() {
      child.kill('SIGKILL')
      await ended(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
