import { callLink } from '../catalog/call-link.ts'
import type { Incident } from '../incident/incident.ts'
import { listCallLinks } from '../store/call-links.ts'
import type { Desk } from './desk.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** Where a team's calls are held, as this node knows it: a page never waits for it. */
export interface CallLinks {
  of(is: Pick<Incident, 'team' | 'number' | 'service'>): string | undefined
  /** After they were written through this node; others know within ten seconds. */
  read(): Promise<void>
}

const readAgainMs = 10_000
const linksByDesk = new WeakMap<Desk, CallLinks>()

export function callLinksOf(desk: Desk): CallLinks {
  const known = linksByDesk.get(desk)
  if (known) return known
  const made = readLinks(desk)
  linksByDesk.set(desk, made)
  void made.read().catch(() => {})
  return made
}

function readLinks(desk: Desk): CallLinks {
  let templates = new Map<string, string>()
  let readMs = 0
  const read = oneAtATime(async () => {
    readMs = performance.now()
    templates = new Map((await listCallLinks(desk.db)).map(({ team, template }) => [team, template]))
  })
  return {
    read,
    of(is) {
      if (performance.now() - readMs > readAgainMs) void read().catch(() => {})
      const template = templates.get(is.team) ?? templates.get('default')
      return template === undefined ? undefined : callLink(template, is)
    },
  }
}
