import { accessTo } from '../catalog/access-list.ts'
import type { Ask } from '../incident/decision.ts'
import type { Incident } from '../incident/incident.ts'
import type { WhoMay } from '../incident/known.ts'
import { listAccess } from './access.ts'
import type { Tx } from './db.ts'
import { loadPolicy } from './on-call.ts'
import { listPeople } from './people.ts'

/** Of a command that ran. */
interface Ran {
  command?: string
  denied?: boolean
  person?: string
  terminal?: string
  host?: string
}

/**
 * Whom to ask where an account may not: who has access there by the list that is kept of it, and who is on call for the service,
 * in the order of its policy; each says which of the two it is. Looked up only for a command that was denied.
 */
export async function loadWhoMay(tx: Tx, was: Incident, ask: Ask<unknown>): Promise<WhoMay[]> {
  const { denied, command = '', person, terminal, host: told } = (ask.body ?? {}) as Ran
  if (!denied) return []
  const host = told ?? was.terminals.find(one => one.id === terminal)?.host
  const listed = accessTo(await listAccess(tx), { command, ...(host !== undefined && { host }) })
  const { steps, fallback } = await loadPolicy(tx, was, ask)
  const onCall = [...steps.flatMap(step => step.people), ...fallback].map(one => one.id)
  const names = new Map((await listPeople(tx)).map(one => [one.id, one.name]))
  const found = [...new Set([...onCall, ...listed])].filter(id => id !== person && names.has(id))
  const all = found.map(id => ({ person: id, hasAccess: listed.includes(id), isOnCall: onCall.includes(id) }))
  return all.toSorted((a, b) => rank(a) - rank(b)).map(one => ({ ...one, name: names.get(one.person) ?? '' }))
}

/** On call with access, access alone, on call alone. */
const rank = ({ hasAccess, isOnCall }: Pick<WhoMay, 'hasAccess' | 'isOnCall'>): number =>
  hasAccess ? (isOnCall ? 0 : 1) : 2
