import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type Backend, checkHealth, remember, show, takeTurns } from './backends.ts'
import { hear, listenOnLoopback, setting, tell, whenToldToGo } from './program.ts'
import { proxyNumbers } from './proxy-numbers.ts'

// The shop's front door: one port for customers, another for those who operate it.

const backends = new Map<string, Backend>()
const nextBackend = takeTurns(backends)
const numbers = proxyNumbers()
const adminToken = setting('SHOP_ADMIN_TOKEN')
const keepAlive = new Agent({ keepAlive: true, maxSockets: 50 })

const front = createServer((incoming, outgoing) => {
  const backend = nextBackend()
  if (backend) pass(incoming, outgoing, backend)
  else finish(incoming, outgoing, undefined, 503)
})

function pass(incoming: IncomingMessage, outgoing: ServerResponse, backend: Backend): void {
  const startedAt = performance.now()
  const { method, url: path, headers } = incoming
  const asking = request({
    host: '127.0.0.1',
    port: backend.port,
    method,
    path,
    headers,
    agent: keepAlive,
    timeout: 3_000,
  })
  asking.on('response', answer => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
    answer.on('end', () => note(incoming, backend, answer.statusCode ?? 502, performance.now() - startedAt))
  })
  asking.on('timeout', () => asking.destroy(new Error('the web process took too long')))
  asking.on('error', () => {
    // Only what has no body to lose is sent again.
    const another = incoming.method === 'GET' ? nextBackend(backend) : undefined
    if (outgoing.headersSent) outgoing.destroy()
    else if (another) pass(incoming, outgoing, another)
    else finish(incoming, outgoing, backend, 502)
  })
  incoming.pipe(asking)
}

function finish(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  backend: Backend | undefined,
  status: number,
): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"The shop cannot answer now."}')
  note(incoming, backend, status, 0)
}

function note(incoming: IncomingMessage, backend: Backend | undefined, status: number, ms: number): void {
  const name = backend?.name ?? 'none'
  numbers.requests.inc({ backend: name, code: status })
  numbers.seconds.observe({ backend: name }, ms / 1_000)
  if (backend) remember(backend, status)
  const when = new Date().toISOString()
  const line = [`[${when}]`, status, name, `${ms.toFixed(1)}ms`, incoming.headers['x-customer'] ?? '-']
  process.stdout.write(`${line.join(' ')} "${incoming.method} ${incoming.url}"\n`)
}

const admin = createServer((incoming, outgoing) => {
  void operate(incoming, outgoing)
})

async function operate(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { status, type = 'application/json', text } = await answerOperator(incoming)
  outgoing.writeHead(status, { 'content-type': type }).end(text)
}

async function answerOperator(incoming: IncomingMessage): Promise<{ status: number; type?: string; text: string }> {
  const path = incoming.url ?? '/'
  if (path === '/metrics') {
    return { status: 200, type: numbers.registry.contentType, text: await numbers.registry.metrics() }
  }
  if (incoming.headers.authorization !== `Bearer ${adminToken}`) return { status: 401, text: '{"error":"no token"}' }
  if (incoming.method === 'GET' && path === '/backends') {
    return {
      status: 200,
      text: JSON.stringify([...backends.values()].map(show).sort((a, b) => a.name.localeCompare(b.name))),
    }
  }
  const [, name = '', what] = /^\/backends\/([\w-]+)\/(drain|undrain)$/.exec(path) ?? []
  const backend = backends.get(name)
  if (incoming.method !== 'POST' || !backend) return { status: 404, text: '{"error":"no such thing"}' }
  backend.isDrained = what === 'drain'
  process.stdout.write(`[${new Date().toISOString()}] ${name} was ${what}ed by an operator\n`)
  showGauges()
  return { status: 200, text: JSON.stringify(show(backend)) }
}

function showGauges(): void {
  for (const { name: backend, isUp, isDrained } of backends.values()) {
    numbers.isUp.set({ backend }, isUp ? 1 : 0)
    numbers.isDrained.set({ backend }, isDrained ? 1 : 0)
  }
}

async function checkAll(): Promise<void> {
  await Promise.all([...backends.values()].map(checkHealth))
  showGauges()
}

hear(message => {
  if (message['type'] !== 'backend') return
  const name = String(message['name'])
  const was = backends.get(name) ?? { name, isDrained: false, build: '?', recent: [] }
  const backend: Backend = { ...was, port: Number(message['port']), isUp: false }
  backends.set(name, backend)
  void checkHealth(backend)
})
const checking = setInterval(() => void checkAll(), 200)
whenToldToGo(async () => {
  clearInterval(checking)
  keepAlive.destroy()
  for (const server of [front, admin]) {
    server.closeAllConnections()
    server.close()
  }
})
const port = await listenOnLoopback(front)
tell({ type: 'ready', port, adminPort: await listenOnLoopback(admin) })
