import type { OpeningNo } from '../terminal/opening.ts'
import type { HostDoes, HostHere } from './host-wishes.ts'
import { no } from './host-wishes.ts'
import { letType, openShell } from './open-shell.ts'
import { rememberShell, shellOf } from './opened-shells.ts'
import { type Allowed, type Openings, openingsOf } from './openings.ts'

/** What is asked of people and not answered yet: in the memory of this process alone, so an agent that was started again has asked nothing. */
const openingsByState = new Map<string, Openings>()

/** Level 4: a shell, for a signature that this host checks itself. */
export const shellWishes: Pick<HostDoes, 'ask-opening' | 'open-shell'> = {
  'ask-opening': {
    level: 4,
    async does({ incident, terminal, joins }, here) {
      const question = openingsHere(here).wanted({ incident, terminal, ...(joins && { joins }) }, here.file)
      return 'no' in question ? refused(question.no) : { type: 'question', ...question }
    },
  },
  'open-shell': {
    level: 4,
    async does({ opening, signed, ticket }, here) {
      const allowed = await openingsHere(here).open(opening, signed, here.file)
      if ('no' in allowed) return refused(allowed.no)
      try {
        await (allowed.joins ? join(allowed, here) : start(allowed, ticket, here))
      } catch (error) {
        return refused('did-not-start', error instanceof Error ? error.message : String(error))
      }
      return { type: 'opened', key: allowed.key }
    },
  },
}

async function start({ opening, listed }: Allowed, ticket: string, { state, url }: HostHere): Promise<void> {
  const { terminal, incident, host, person, sessionKey } = opening
  const key = { person, key: sessionKey }
  const order = { terminal, incident, host, key, dial: { url, opening: ticket } }
  const { folder } = await openShell(order, listed.as)
  rememberShell(state, terminal, { folder, ...(listed.as && { as: listed.as }) })
}

async function join({ opening }: Allowed, { state }: HostHere): Promise<void> {
  const shell = shellOf(state, opening.terminal)
  if (!shell) throw new Error('This shell has ended.')
  await letType(shell, { person: opening.person, key: opening.sessionKey })
}

function openingsHere({ state, host }: HostHere): Openings {
  const known = openingsByState.get(state)
  if (known) return known
  const clock = { ms: () => performance.now(), now: () => new Date() }
  const made = openingsOf({ host, runsAs: terminal => shellOf(state, terminal), clock })
  openingsByState.set(state, made)
  return made
}

const refused = (code: OpeningNo, message: string = code) => no(code, message)
