import type { TrafficCheck } from '../../incident/events.ts'
import type { Databases, OneDatabase, Tried } from './stand-by-looks.ts'
import type { Health, Step } from './traffic-driver.ts'

/** What was found out about a stand-by before the first request went there; a text is why it could not be found out. */
export interface Found {
  health: Health | string
  wayBack: readonly Step[] | string
  /** Of the stand-by and of what is live; undefined where nothing says it. */
  builds?: { stand: string | undefined; live: string | undefined }
  read?: Tried
  databases?: Databases
  /** How far its database may be behind. */
  mostLagSeconds: number
  /** How a person knows that nothing writes to the old database. */
  fenced?: string
}

/** Each look with its answer; what was not asked is well, and says so. */
export function checksOf(found: Found): TrafficCheck[] {
  return [health(found), build(found), readWrite(found), replication(found), wayBack(found)]
}

/** What the first few per cent showed. */
export const capacity = (percent: number, requests: number, trouble?: string): TrafficCheck => ({
  what: 'capacity',
  ok: trouble === undefined,
  says: trouble
    ? `With ${percent} % there: ${trouble}`
    : requests >= 20
      ? `It took ${percent} % as well as the others.`
      : `Only ${requests} requests went there at ${percent} %, which says little.`,
})

function health({ health: said }: Found): TrafficCheck {
  return typeof said === 'string'
    ? { what: 'health', ok: false, says: said }
    : { what: 'health', ok: said.ok, says: said.says }
}

function build({ builds }: Found): TrafficCheck {
  const { stand, live } = builds ?? {}
  if (stand === undefined || live === undefined)
    return builds
      ? { what: 'build', ok: false, says: 'Which build it runs could not be read.' }
      : { what: 'build', ok: true, says: 'Which build it runs was not asked.', notAsked: true }
  return stand === live
    ? { what: 'build', ok: true, says: `The same build, ${short(stand)}.` }
    : { what: 'build', ok: false, says: `It runs ${short(stand)}, and ${short(live)} is live.` }
}

function readWrite({ read, databases }: Found): TrafficCheck {
  const write = databases?.write
  const says = [read?.says ?? 'No read was tried.', write?.says ?? 'No write was tried.'].join(' ')
  const isAsked = read !== undefined || write !== undefined
  const ok = (read?.ok ?? true) && (write?.ok ?? true)
  return { what: 'read-write', ok, says, ...(!isAsked && { notAsked: true }) }
}

/** Never two that are written to. Silence proves nothing: only a closed door does, or who switched it off. */
function replication({ databases, mostLagSeconds, fenced }: Found): TrafficCheck {
  const well = (says: string): TrafficCheck => ({ what: 'replication', ok: true, says })
  const not = (says: string): TrafficCheck => ({ what: 'replication', ok: false, says })
  const never = (says: string): TrafficCheck => ({ ...not(says), mustHold: true })
  if (!databases) return { ...well('Its database was not looked at.'), notAsked: true }
  const { stand, live } = databases
  if (stand.state !== 'answers') return not(`Its database does not answer: ${stand.says}`)
  if (live?.state === 'answers' && isSame(stand, live)) return well('Both use one database.')
  if (!stand.isWritable) return lag(stand, live, mostLagSeconds)
  if (!live) return not('Its database takes writes, and nothing says whether another one does.')
  if (live.state === 'answers')
    return live.isWritable
      ? never('Two databases would be written to: the one that is live, and its own. Switch one of them off first.')
      : well('Its database takes writes, the one that was live takes none.')
  if (live.state === 'closed') return well('Its database takes writes, and nothing listens where the live one was.')
  return fenced !== undefined
    ? well(`Its database takes writes. The one that was live does not answer; said of it: ${fenced}`)
    : never('The live database does not answer, which does not prove that nobody writes to it. Switch it off first.')
}

function lag(stand: Answering, live: OneDatabase | undefined, most: number): TrafficCheck {
  const what = 'replication'
  if (live?.state === 'answers' && live.system !== stand.system)
    return { what, ok: false, says: 'Its database follows another one than the one that is live.' }
  if (stand.lagSeconds === undefined) return { what, ok: false, says: 'How far its database is behind is not known.' }
  const says = `Its database takes no writes yet, and is ${Math.ceil(stand.lagSeconds)} s behind (${most} s may be).`
  return { what, ok: stand.lagSeconds <= most, says }
}

function wayBack({ wayBack: steps }: Found): TrafficCheck {
  if (typeof steps === 'string') return { what: 'way-back', ok: false, says: steps, mustHold: true }
  if (steps.length === 0) return { what: 'way-back', ok: false, says: 'The proxy says no way back.', mustHold: true }
  return { what: 'way-back', ok: true, says: `The way back is made: ${steps.length} steps.` }
}

type Answering = Extract<OneDatabase, { state: 'answers' }>

/** The same process, not a copy of it: a replica has the number of its original. */
const isSame = (a: Answering, b: Answering): boolean => a.system === b.system && a.startedAt === b.startedAt

const short = (build: string): string => (build.length > 60 ? `${build.slice(0, 59)}…` : build)
