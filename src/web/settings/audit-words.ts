/** What the routes that change something are called, said of a person: "Ana set the service shop". */
const words: Record<string, string> = {
  'POST /api/v1/session': 'signed in',
  'DELETE /api/v1/session': 'signed out',
  'POST /api/v1/device/approve': 'let a terminal sign in',
  'POST /api/v1/device/token': 'signed in with a terminal',
  'POST /api/v1/people': 'added a person',
  'DELETE /api/v1/people/:person': 'ended the way in of',
  'PUT /api/v1/people/:person/role': 'set the role of',
  'PUT /api/v1/people/:person/contacts': 'set how to reach',
  'PUT /api/v1/people/:person/contacts/ntfy': 'set ntfy for',
  'PUT /api/v1/channel-accounts/:kind': 'set the account that channels go over:',
  'DELETE /api/v1/channel-accounts/:kind': 'removed the account that channels went over:',
  'POST /api/v1/people/:person/contacts/:channel/test': 'sent a test page to',
  'POST /api/v1/people/:person/contacts/:contact/test': 'sent a test page to',
  'POST /api/v1/people/:person/tokens': 'made a token for',
  'DELETE /api/v1/people/:person/tokens/:token': 'ended a token of',
  'DELETE /api/v1/people/:person/sessions/:session': 'ended a session of',
  'POST /api/v1/invites': 'made an invite link',
  'POST /api/v1/integrations': 'made a key for a sender',
  'DELETE /api/v1/integrations/:id': 'ended the key of a sender',
  'PUT /api/v1/services/:slug': 'set the service',
  'POST /api/v1/services': 'made a service',
  'PUT /api/v1/schedules/:slug': 'set the schedule',
  'PUT /api/v1/policies/:slug': 'set the policy',
  'PUT /api/v1/people/:person/rules': 'set when to page',
  'PUT /api/v1/resources/:slug': 'set how to copy',
  'DELETE /api/v1/resources/:slug': 'forgot how to copy',
  'PUT /api/v1/stand-bys/:slug': 'set the stand-by',
  'DELETE /api/v1/stand-bys/:slug': 'forgot the stand-by',
  'PUT /api/v1/room-rules/:rule': 'set the rule',
}

/** In words where there are some; else the route itself, which is always there. */
export function actionInWords(
  action: string,
  subject: Record<string, string>,
  nameOf: (id: string) => string | undefined,
): string {
  const named = Object.values(subject).map(value => nameOf(value) ?? (isId.test(value) ? '' : value))
  return [words[action] ?? action, ...new Set(named)].filter(Boolean).join(' ')
}

/** Ids are for programs: the export has them. */
const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$|^[0-9a-f]{24}$/

/** `name: Shop, contacts: channel: ntfy`; values that were not kept are only named. */
export function sentInWords(said: unknown): string {
  if (said === null || said === undefined) return ''
  if (Array.isArray(said)) return said.map(sentInWords).filter(Boolean).join('; ')
  if (typeof said !== 'object') return JSON.stringify(said).replace(/^"|"$/g, '')
  return Object.entries(said)
    .map(([name, value]) => (value === '(not shown)' ? `${name} (not shown)` : `${name}: ${sentInWords(value)}`))
    .join(', ')
}
