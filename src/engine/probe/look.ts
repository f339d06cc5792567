import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Check, Probe } from '../../alert/probe.ts'
import { reason } from '../log.ts'
import { refusedAddress } from '../may-reach.ts'
import type { Outbound } from '../outbound.ts'

/** What one look found. */
export interface Found {
  isWell: boolean
  says: string
  certificateEndsAt?: string
}

/** Looks once, within the probe's time limit. Never throws: what goes wrong is what it found. */
export async function look(outbound: Outbound, { check, timeoutMs }: Probe): Promise<Found> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    return await lookBy[check.kind](outbound, check as never, signal, timeoutMs)
  } catch (error) {
    const says = signal.aborted ? `no answer within ${timeoutMs / 1_000} s` : reason(error)
    return { isWell: false, says: says.slice(0, 300).toWellFormed() }
  }
}

type Look<K extends Check['kind']> = (
  outbound: Outbound,
  check: Extract<Check, { kind: K }>,
  signal: AbortSignal,
  timeoutMs: number,
) => Promise<Found>

const lookBy: { [K in Check['kind']]: Look<K> } = { http: lookHttp, tcp: lookTcp, dns: lookDns }

async function lookHttp(
  outbound: Outbound,
  { url, status: wanted, text, ca }: Extract<Check, { kind: 'http' }>,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Found> {
  const answer = await outbound.send({ method: 'GET', url, ca, timeoutMs }, signal)
  const { status, body, certificateEndsAt } = answer
  const isStatus = wanted === undefined ? status >= 200 && status < 400 : status === wanted
  if (!isStatus) return { isWell: false, says: `${status} instead of ${wanted ?? '200 to 399'}`, certificateEndsAt }
  if (text !== undefined && !body.includes(text))
    return { isWell: false, says: `${status}, but it does not say "${text}"`, certificateEndsAt }
  return { isWell: true, says: String(status), certificateEndsAt }
}

async function lookTcp(
  outbound: Outbound,
  { host, port }: Extract<Check, { kind: 'tcp' }>,
  signal: AbortSignal,
): Promise<Found> {
  await outbound.connect({ host, port }, signal)
  return { isWell: true, says: 'connected' }
}

async function lookDns(
  outbound: Outbound,
  { name, type, answer: wanted, server }: Extract<Check, { kind: 'dns' }>,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Found> {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 })
  signal.addEventListener('abort', () => resolver.cancel())
  if (server !== undefined) {
    const host = serverAddress(server)
    if (!outbound.mayReach(host)) throw refusedAddress(host)
    resolver.setServers([server])
  }
  const answers = (await resolver.resolve(name, type)) as unknown[]
  const said = answers.map(one => (typeof one === 'string' ? one : Object.values(one as object).join(' ')))
  const isWell = wanted === undefined ? said.length > 0 : said.includes(wanted)
  return {
    isWell,
    says: isWell ? said.join(', ') : `${said.join(', ') || 'nothing'} instead of ${wanted ?? 'an answer'}`,
  }
}

/** `10.0.0.1:5353` and `[fe80::1]:53` without their port. */
export const serverAddress = (server: string): string =>
  isIP(server) ? server : server.replace(/:\d{1,5}$/, '').replace(/^\[|\]$/g, '')
