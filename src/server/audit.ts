import type { Principal } from '../access/may.ts'
import type { Desk } from '../engine/desk.ts'
import type { Refusal } from '../incident/decision.ts'
import { ruleOfRefusal } from '../incident/rules.ts'
import { whatWasSent } from '../redact/what-was-sent.ts'
import { type AuditLine, addAuditLine, forgetOldFailures } from '../store/audit.ts'
import type { Sql, Tx } from '../store/db.ts'
import { personById } from '../store/people.ts'
import { noteHeldBack } from '../store/rules.ts'
import { Answer } from './answer.ts'
import type { Route } from './route.ts'
import { slowDown } from './slow-down.ts'

interface Asked {
  desk: Desk
  route: Pick<Route, 'method' | 'path'>
  who: Principal
  request: { params: unknown; body: unknown; ip: string }
  /** With the incident's id in place of its short name. */
  params?: Record<string, string>
}

/** What is done within an incident stands on its timeline; what reports (alerts, changes) and what is one's own view is no setting. */
const elsewhere =
  /^\/api\/v1\/(incidents|alerts|changes|qr|me\/filters|rules\/try|config\/try|import\/:kind\/try)(\/|$)|\/try-mapping$/
const signIn = '/api/v1/session'
const deviceToken = '/api/v1/device/token'

const isAudited = ({ method, path }: Asked['route']): boolean =>
  method !== 'GET' && path.startsWith('/api/') && !elsewhere.test(path) && path !== '/api/v1/device'

/** Within the transaction of the write: the line that says it was done, or the count of what a rule held back. */
export async function auditDone(tx: Tx, asked: Asked, answer: unknown): Promise<void> {
  if (answer instanceof Answer && answer.status >= 400) return countHeldBack(tx, asked, answer)
  if (!isAudited(asked.route)) return
  const body = (answer instanceof Answer ? answer.body : answer) as Record<string, unknown> | null
  // A terminal that asks whether its code was said yes to, and was not yet, has done nothing.
  if (asked.route.path === deviceToken && !body?.['token']) return
  await addAuditLine(tx, await lineOf(tx, asked, body, 'done'))
}

const tries = slowDown()
const mostFailuresAMinute = { from: 10, all: 60 }

/** After a no: who tried to come in, or to do what they may not. Bounded, and never in the way of the answer. */
export async function auditNo(asked: Asked, status: number, code: string): Promise<void> {
  const isSignIn = asked.route.path === signIn && status !== 400
  const isBeyond = status === 403 && asked.who.kind !== 'nobody'
  if (!isAudited(asked.route) || !(isSignIn || isBeyond)) return
  try {
    tries(asked.desk, `from ${asked.request.ip}`, mostFailuresAMinute.from)
    tries(asked.desk, 'all', mostFailuresAMinute.all)
    const { db, clock } = asked.desk
    await forgetOldFailures(db, clock.now())
    await addAuditLine(db, await lineOf(db, asked, null, code))
  } catch {
    // More than is worth keeping, or the database is away: the answer is the same no.
  }
}

async function lineOf(
  sql: Sql,
  { desk, route, who, request }: Asked,
  answered: Record<string, unknown> | null,
  outcome: string,
): Promise<AuditLine> {
  const made = typeof answered?.['id'] === 'string' ? { id: answered['id'] } : {}
  const named = Object.entries({ ...(request.params as Record<string, string>), ...made })
  return {
    at: desk.clock.at(),
    by: await doer(sql, who, answered),
    action: `${route.method} ${route.path}`,
    subject: Object.fromEntries(named.map(([name, value]) => [name, value.slice(0, 200).toWellFormed()])),
    said: whatWasSent(request.body ?? null),
    remote: request.ip,
    outcome,
  }
}

/** Who signed in is known from the answer. */
async function doer(sql: Sql, who: Principal, answered: Record<string, unknown> | null): Promise<AuditLine['by']> {
  if (who.kind !== 'nobody') return { kind: who.kind, id: who.id, name: who.name }
  const said = answered?.['person'] as string | { id: string } | undefined
  const id = typeof said === 'object' ? said.id : said
  const person = id === undefined ? undefined : await personById(sql, id)
  return person ? { kind: person.kind, id: person.id, name: person.name } : { kind: 'nobody', id: null, name: 'Nobody' }
}

/** A refusal that offers to go without is a rule at work; one that says "in three seconds" is not. */
async function countHeldBack(tx: Tx, { desk, route, who, params = {} }: Asked, { body }: Answer): Promise<void> {
  const { refusal } = (body ?? {}) as { refusal?: Refusal }
  const rule = refusal && ruleOfRefusal(refusal.code)
  const isTheAct = /\/(apply-change|confirm-cause)$/.test(route.path)
  if (!rule || !isTheAct || who.kind === 'nobody' || !refusal.next.some(next => next.command === 'waive')) return
  await noteHeldBack(tx, params['incident'] ?? '', rule, who, desk.clock.at())
}
