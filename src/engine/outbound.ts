import { lookup as resolveName } from 'node:dns'
import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { connect, isIP, type LookupFunction } from 'node:net'
import { rootCertificates, TLSSocket } from 'node:tls'
import { keptConnections } from './kept-connections.ts'
import { reason } from './log.ts'
import { allowList, type May, refusedAddress } from './may-reach.ts'

/** One request to the outside. What stands in `redact` never comes back in an answer or an error. */
export interface OutboundRequest {
  method?: 'GET' | 'POST'
  url: string
  headers?: Record<string, string>
  /** Text, or bytes as they go over the wire. */
  body?: string | Uint8Array
  redact?: readonly string[]
  /** Whom to trust besides the public authorities, as PEM. */
  ca?: string
  /** All of it: connect, send, answer. */
  timeoutMs?: number
  /** So much of the answer is read; 64 KB unless told. */
  mostBytes?: number
  /** Once the status is here, a body that breaks off or never ends is an answer with what came of it: the receiver has said its word. */
  statusIsEnough?: true
  /** Over a connection that is open, if there is one. */
  mayReuse?: true
}

export interface OutboundAnswer {
  status: number
  headers: Record<string, string>
  /** At most `mostBytes`; the rest is not read. */
  body: string
  /** Of an HTTPS server, RFC 3339 UTC. */
  certificateEndsAt?: string
}

/** The house's one way out over HTTP: no redirects, a time limit, and only public addresses unless the admin names them. */
export interface Outbound {
  send(request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer>
  /** Lines as they come, until the other side ends it or says nothing for 90 s. */
  lines(request: OutboundRequest, signal: AbortSignal, heard: (line: string) => void): Promise<void>
  /** Whether somebody takes a connection there; it is ended at once. */
  connect(to: { host: string; port: number }, signal: AbortSignal): Promise<void>
  /** An address of this host that may be reached, for those who connect themselves. */
  addressOf(host: string): Promise<string>
  /** A literal address that may be reached. */
  mayReach(address: string): boolean
}

const mostBytes = 64 * 1024
const timeoutMs = 10_000
const silenceMs = 90_000

/** `allowed` is FIRELINE_ALLOW_PRIVATE: names, addresses and CIDR blocks of our own network, with commas. */
export function outbound(allowed = ''): Outbound {
  const may = allowList(allowed)
  const kept = keptConnections()
  return {
    async send(request, signal) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(request.timeoutMs ?? timeoutMs)])
      try {
        const answer = await open(request, limit, may, request.mayReuse && kept)
        return { ...headOf(answer), body: redacted(await readSome(answer, request), request) }
      } catch (error) {
        const said = limit.aborted ? 'no answer in time' : reason(error)
        // Without its cause, which would carry the address and its secrets along.
        throw new OutboundError(redacted(said, request))
      }
    },
    async lines(request, signal, heard) {
      const answer = await open(request, signal, may)
      if (answer.statusCode !== 200)
        throw new Error(`${answer.statusCode} ${redacted(await readSome(answer, {}), request)}`)
      answer.socket.setTimeout(silenceMs, () => answer.destroy(new Error('silence')))
      let rest = ''
      for await (const chunk of answer.setEncoding('utf8')) {
        const lines = (rest + String(chunk)).split('\n')
        rest = (lines.pop() ?? '').slice(-mostBytes)
        for (const line of lines) heard(line)
      }
    },
    connect: (to, signal) => connectTo(to, signal, may),
    addressOf: host => addressFor(host, may),
    mayReach: address => may(address, address),
  }
}

/** The other side could not be reached, in words that hold no secret. */
class OutboundError extends Error {}

function open(
  request: OutboundRequest,
  signal: AbortSignal,
  may: May,
  kept?: (protocol: string) => http.Agent,
): Promise<http.IncomingMessage> {
  const url = new URL(request.url)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('only http and https leave this house')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // A literal address is never looked up, so it is checked here; a name is checked where it connects.
  if (isIP(host) && !may(host, host)) throw refusedAddress(host)
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>()
  const body = request.body === undefined ? undefined : Buffer.from(request.body)
  const sent = (url.protocol === 'https:' ? https : http).request(
    url,
    {
      method: request.method ?? 'POST',
      headers: { 'user-agent': 'Fireline', ...request.headers, ...(body && { 'content-length': body.length }) },
      lookup: guarded(may),
      signal,
      agent: kept?.(url.protocol) ?? false,
      ...(request.ca !== undefined && { ca: [...rootCertificates, request.ca] }),
    },
    resolve,
  )
  sent.on('error', reject)
  sent.end(body)
  return promise
}

function connectTo({ host, port }: { host: string; port: number }, signal: AbortSignal, may: May): Promise<void> {
  if (isIP(host) && !may(host, host)) return Promise.reject(refusedAddress(host))
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket = connect({ host, port, lookup: guarded(may), signal }, () => {
    socket.destroy()
    resolve()
  })
  socket.on('error', reject)
  return promise
}

async function addressFor(host: string, may: May): Promise<string> {
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true })
  const open = found.find(({ address }) => may(host, address))
  if (!open) throw refusedAddress(host)
  return open.address
}

/** Looks a name up and keeps only the addresses that may be reached, so that a name cannot point inside later. */
function guarded(may: May): LookupFunction {
  return (host, options, done) => {
    resolveName(host, { ...options, all: true }, (error, found) => {
      const addresses = error ? [] : found.filter(({ address }) => may(host, address))
      const first = addresses[0]
      if (!first) return done(error ?? refusedAddress(host), '', 0)
      if (options.all) return done(null, addresses)
      done(null, first.address, first.family)
    })
  }
}

function headOf(answer: http.IncomingMessage): Omit<OutboundAnswer, 'body'> {
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
  const certificateEndsAt = endOf(answer.socket)
  return {
    status: answer.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(certificateEndsAt && { certificateEndsAt }),
  }
}

function endOf(socket: unknown): string | undefined {
  const text = socket instanceof TLSSocket ? socket.getPeerCertificate().valid_to : undefined
  return text ? new Date(text).toISOString() : undefined
}

async function readSome(
  answer: http.IncomingMessage,
  { mostBytes: most = mostBytes, statusIsEnough }: Pick<OutboundRequest, 'mostBytes' | 'statusIsEnough'>,
): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of answer) {
      chunks.push(chunk as Buffer)
      bytes += (chunk as Buffer).length
      if (bytes >= most) break
    }
  } catch (error) {
    if (!statusIsEnough) throw error
  }
  return Buffer.concat(chunks).subarray(0, most).toString('utf8')
}

function redacted(text: string, { redact = [] }: OutboundRequest): string {
  return redact.filter(secret => secret.length > 3).reduce((said, secret) => said.replaceAll(secret, '***'), text)
}
