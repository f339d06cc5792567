import { createHmac, timingSafeEqual } from 'node:crypto'
import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { WebSocket } from 'ws'
import type { Desk } from '../../engine/desk.ts'
import type { Secrets } from '../../store/secrets.ts'
import type { Recognised } from '../credentials.ts'

/** Another node of this database, and where it is reached. */
export interface OtherNode {
  id: string
  name: string
  address: string
}

/** How nodes ask each other for what one of them has alone: the line of a terminal. */
export interface Between {
  others(): readonly OtherNode[]
  /** What an answer comes as; throws when none begins within a second. */
  get(node: OtherNode, path: string): Promise<IncomingMessage>
  /** A browser's socket at that node, in this person's name. */
  dial(node: OtherNode, who: Recognised): WebSocket
  /** Whether another node asks, and for whom. */
  passed(request: Pick<IncomingMessage, 'headers'>): { who?: Recognised } | undefined
}

interface Own {
  secrets: Secrets
  others(): readonly OtherNode[]
  /** It serves TLS itself, and so do the others: by the certificate of the public address. */
  tlsName(): string | undefined
}

const header = 'fireline-node'
const passLastsMs = 60_000
const answerWithinMs = 1_000

const betweenByDesk = new WeakMap<Desk, Between>()

/** Alone until `openBetween`: a desk of a test has no other nodes. */
export const betweenOf = (desk: Desk): Between => betweenByDesk.get(desk) ?? alone

const alone: Between = {
  others: () => [],
  get: () => Promise.reject(new Error('there is no other node')),
  dial: () => {
    throw new Error('there is no other node')
  },
  passed: () => undefined,
}

/**
 * A pass says for whom a node asks and until when, sealed by the secret that all nodes of a database share; it is good for a minute. Who it names
 * was let in by the node that made it, and is let in by no other right.
 */
export function openBetween(desk: Desk, { secrets, others, tlsName }: Own): void {
  const key = secrets.derive('between nodes')
  const seal = (said: string) => createHmac('sha256', key).update(said).digest()
  const pass = (who?: Recognised) => {
    const untilMs = desk.clock.now().getTime() + passLastsMs
    const said = Buffer.from(JSON.stringify({ who, untilMs })).toString('base64url')
    return `${said}.${seal(said).toString('base64url')}`
  }
  const urlOf = ({ address }: OtherNode) =>
    /^https?:/.test(address) ? address : `${tlsName() ? 'https' : 'http'}://${address}`
  const options = (who?: Recognised) => ({ headers: { [header]: pass(who) }, servername: tlsName() })
  betweenByDesk.set(desk, {
    others,
    get: (node, path) => begun(new URL(path, urlOf(node)), options()),
    dial: (node, who) =>
      new WebSocket(`${urlOf(node).replace(/^http/, 'ws')}/ws`, { ...options(who), perMessageDeflate: false }),
    passed(request) {
      const [said = '', sealed = ''] = String(request.headers[header] ?? '').split('.')
      const [given, right] = [Buffer.from(sealed, 'base64url'), seal(said)]
      if (said === '' || given.length !== right.length || !timingSafeEqual(given, right)) return undefined
      const { who, untilMs } = JSON.parse(Buffer.from(said, 'base64url').toString()) as {
        who?: Recognised
        untilMs: number
      }
      return untilMs > desk.clock.now().getTime() ? { ...(who && { who }) } : undefined
    },
  })
}

function begun(url: URL, options: object): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const asked = (url.protocol === 'https:' ? overHttps : overHttp)(url, options, resolve)
  asked.setTimeout(answerWithinMs, () => asked.destroy(new Error('it did not answer in time')))
  asked
    .on('response', () => asked.setTimeout(0))
    .on('error', reject)
    .end()
  return promise
}
