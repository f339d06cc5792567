import { type Delivery, readAnswer, type Wire, type WireAnswer } from '../../steps/notify/channel.ts'
import type { Done } from '../../steps/notify/chat-room.ts'
import type { SlackSettings } from './settings.ts'

type Body = Record<string, unknown>

/** Passing trouble at Slack's side, by its error codes. */
const passing = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
])
/** An admin can mend these: nothing is given up for them. */
const mendable = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'not_allowed_token_type',
  'ekm_access_denied',
  'restricted_action',
])
const mendMs = 60_000

/** One method of Slack's Web API (docs.slack.dev/apis/web-api). It answers 200 with `ok: false` where others say 4xx. */
export async function call(
  method: string,
  body: Body,
  { server, botToken }: Pick<SlackSettings, 'server' | 'botToken'>,
  { send, signal }: Wire,
): Promise<Done<Body>> {
  const request = {
    url: `${server}/${method}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Bearer ${botToken}` },
    body: formOf(body),
    redact: [botToken],
  }
  try {
    return readSlackAnswer(method, await send(request, signal))
  } catch (error) {
    return { no: { outcome: 'retry', answer: `${method}: ${error instanceof Error ? error.message : 'it failed'}` } }
  }
}

/** A form, for not every method takes JSON; what is not plain stands in it as JSON. */
const formOf = (body: Body): string =>
  new URLSearchParams(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  ).toString()

export function readSlackAnswer(method: string, answer: WireAnswer): Done<Body> {
  const plain = readAnswer(answer)
  if (plain.outcome !== 'delivered') return { no: { ...plain, answer: `${method}: ${plain.answer}`.slice(0, 300) } }
  const body = objectIn(answer.body)
  if (body?.['ok'] === true) return { done: body }
  return { no: noOf(method, typeof body?.['error'] === 'string' ? body['error'] : undefined) }
}

/** An answer that is none of Slack's, such as a proxy's page, passes. */
function noOf(method: string, error: string | undefined): Delivery {
  const answer = `${method}: ${error ?? 'not an answer of Slack'}`.slice(0, 300)
  if (error === undefined || passing.has(error)) return { outcome: 'retry', answer }
  if (mendable.has(error)) return { outcome: 'retry', answer, afterMs: mendMs }
  return { outcome: 'failed', answer }
}

function objectIn(text: string): Body | undefined {
  try {
    const read = JSON.parse(text) as unknown
    return typeof read === 'object' && read !== null ? (read as Body) : undefined
  } catch {
    return undefined
  }
}

/** What Slack's own error code was, where it was one. */
export const codeIn = ({ answer }: Delivery): string => answer.split(': ').at(-1) ?? ''

/** Of an answer: a text, or nothing where there is none. */
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')
