import type { Role } from '../roster/person.ts'

/** Everything that can be allowed. `system` is for the engine's own asks and never has a route. */
export type Action =
  | 'public'
  | 'self'
  | 'read'
  | 'report'
  | 'respond'
  | 'object'
  | 'type'
  | 'change'
  | 'redact'
  | 'settings:read'
  | 'settings:write'
  | 'people:write'
  | 'audit:read'
  | 'system'

/** Who asks, once they were recognised. A capability is the link in one message: one incident, one person. */
export type Principal =
  | { kind: 'person' | 'service'; id: string; name: string; role: Role; scopes?: readonly string[] }
  | { kind: 'capability'; id: string; name: string; incident: string }
  | { kind: 'nobody' }

type Holder = Role | 'capability' | 'nobody'

/** The one table. What is not named is not allowed. */
const allowed: Record<Holder, readonly Action[]> = {
  nobody: ['public'],
  capability: ['public', 'read', 'respond', 'object'],
  viewer: ['public', 'self', 'read', 'report', 'object'],
  responder: ['public', 'self', 'read', 'report', 'respond', 'object', 'type', 'change', 'redact', 'settings:read'],
  admin: [
    'public',
    'self',
    'read',
    'report',
    'respond',
    'object',
    'type',
    'change',
    'redact',
    'settings:read',
    'settings:write',
    'people:write',
    'audit:read',
  ],
}

/** Default deny. `scope` is the incident it is about, where it is about one. */
export function may(who: Principal, action: Action, scope: { incident?: string } = {}): boolean {
  if (!allowed[holderOf(who)].includes(action)) return false
  if (action === 'public') return true
  if (who.kind === 'capability') return who.incident === scope.incident
  if (who.kind !== 'nobody' && who.scopes) return who.scopes.includes(action)
  return true
}

/** The no to who may not. */
export const mayNot = (action: Action): string => `You may not do this: it needs the right "${action}".`

function holderOf(who: Principal): Holder {
  if (who.kind === 'nobody' || who.kind === 'capability') return who.kind
  return who.role
}
