import type { Incident } from '../../incident/incident.ts'
import { partStates, says } from './status-words.ts'

/** What people outside may look at: parts of what we run, under the names that they know. */
export interface StatusPage {
  slug: string
  title: string
  /** Everybody may read it; otherwise who has its link, and who is signed in. */
  isPublic: boolean
  /** IANA zone of the times on it. */
  zone: string
  components: Component[]
  /** Which link opens it, where it is not public. */
  keyNumber: number
}

export interface Component {
  service: string
  /** In the readers' words. */
  name: string
}

/** Work that was planned. Times are RFC 3339 UTC. */
export interface PlannedWork {
  id: string
  services: string[]
  says: string
  startsAt: string
  endsAt: string
}

type Shown =
  | 'id'
  | 'service'
  | 'severity'
  | 'status'
  | 'startedAt'
  | 'openedAt'
  | 'resolvedAt'
  | 'mergedInto'
  | 'drill'
  | 'acknowledgedBy'
  | 'cause'
  | 'nextUpdateDueAt'
  | 'updates'
  | 'evidence'
  | 'changes'

/** What a page needs to know of an incident that the outside was told of, and when that was first. */
export type Announced = Pick<Incident, Shown> & { announcedAt: string }

const line = (is: Omit<Incident, 'updates' | 'evidence' | 'changes'>) => ({
  id: is.id,
  service: is.service,
  severity: is.severity,
  status: is.status,
  startedAt: is.startedAt,
  openedAt: is.openedAt,
  resolvedAt: is.resolvedAt,
  mergedInto: is.mergedInto,
  drill: is.drill,
  acknowledgedBy: is.acknowledgedBy,
  cause: is.cause,
  nextUpdateDueAt: is.nextUpdateDueAt,
})

/** The whole timeline of an incident is large, and a page is read by many: no more than what is shown is kept at hand. */
export function announcedOnly(is: Incident, announcedAt: string): Announced {
  const { updates, evidence, changes, ...rest } = is
  return {
    ...line(rest),
    updates: updates.filter(update => update.audience === 'stakeholders'),
    evidence: evidence.filter(one => one.reports),
    changes: changes.filter(change => change.state === 'applying'),
    announcedAt,
  }
}

export type PartState = keyof typeof partStates

export interface Part extends Component {
  state: PartState
}

/** What an incident is to people outside: no word of an alert, of a service of ours, or of a person. */
export interface Disturbance {
  id: string
  /** Ours; not shown. */
  service: string
  /** The names of its parts; none on a page without parts. */
  parts: string[]
  state: PartState
  headline: string
  /** RFC 3339 UTC. */
  since: string
  announcedAt: string
  endedAt?: string
  weDo: string
  nextWordBy?: string
  /** So many people outside said that it hurts them. */
  reports?: number
  /** Newest first. */
  said: { id: string; at: string; text: string }[]
}

export interface StatusView {
  page: StatusPage
  at: string
  verdict: { state: PartState; says: string }
  /** Under way now, the worst first. */
  now: Disturbance[]
  parts: Part[]
  /** Being done now, and coming. */
  work: ShownWork[]
}

export interface ShownWork extends PlannedWork {
  parts: string[]
  isNow: boolean
}

/** The page of a house that has made none: every service, under no name. */
export const pageOfNoParts: StatusPage = {
  slug: '',
  title: '',
  isPublic: true,
  zone: 'UTC',
  components: [],
  keyNumber: 0,
}

/** How it is now. `announced` are the page's own; what is merged into another, or a rehearsal, is left out here. */
export function statusView(
  page: StatusPage,
  announced: readonly Announced[],
  work: readonly PlannedWork[],
  at: string,
): StatusView {
  const now = announced
    .filter(is => isToShow(is) && is.status !== 'resolved')
    .map(is => disturbance(page, is))
    .toSorted((a, b) => rank(a.state) - rank(b.state) || b.since.localeCompare(a.since))
  const coming = work
    .map(one => ({ ...one, parts: partsOf(page, one.services), isNow: one.startsAt <= at }))
    .filter(one => one.endsAt > at && one.parts.length > 0)
    .toSorted((a, b) => a.startsAt.localeCompare(b.startsAt))
  const parts = page.components.map(part => ({ ...part, state: stateOf(part, now, coming) }))
  return { page, at, verdict: verdictOf(now, coming), now, parts, work: coming }
}

/** What is over, newest first. */
export function pastOf(page: StatusPage, announced: readonly Announced[]): Disturbance[] {
  return announced
    .filter(is => isToShow(is) && is.status === 'resolved')
    .map(is => disturbance(page, is))
    .toSorted((a, b) => b.since.localeCompare(a.since))
}

const isToShow = (is: Announced): boolean => !is.drill && is.mergedInto === undefined

export function disturbance(page: StatusPage, is: Announced): Disturbance {
  const parts = partsOf(page, [is.service])
  const state = stateFor(is)
  const told = is.updates.filter(update => update.audience === 'stakeholders')
  const reports = is.evidence.reduce((sum, one) => sum + (one.reports?.count ?? 0), 0)
  return {
    id: is.id,
    service: is.service,
    parts,
    state,
    headline: says.headline(parts, is.severity, is.status),
    since: is.startedAt || is.openedAt,
    announcedAt: is.announcedAt,
    ...(is.resolvedAt && is.status === 'resolved' && { endedAt: is.resolvedAt }),
    weDo: says.weDo(is),
    ...(is.nextUpdateDueAt && is.status !== 'resolved' && { nextWordBy: is.nextUpdateDueAt }),
    ...(reports > 0 && { reports }),
    said: told.map(({ id, at, text }) => ({ id, at, text })).toReversed(),
  }
}

function stateFor({ severity, status }: Announced): PartState {
  if (status !== 'open') return 'watched'
  return ({ sev1: 'down', sev2: 'partly', sev3: 'slow', sev4: 'slow' } as const)[severity]
}

const rank = (state: PartState): number => Object.keys(partStates).indexOf(state)

const partsOf = ({ components }: StatusPage, services: readonly string[]): string[] =>
  components.filter(one => services.includes(one.service)).map(one => one.name)

/** The worst that is under way there, else the work that is being done. */
function stateOf({ name }: Component, now: readonly Disturbance[], work: readonly ShownWork[]): PartState {
  const worst = now.find(one => one.parts.includes(name))
  if (worst) return worst.state
  return work.some(one => one.isNow && one.parts.includes(name)) ? 'planned' : 'working'
}

function verdictOf(now: readonly Disturbance[], work: readonly ShownWork[]): StatusView['verdict'] {
  const state = now[0]?.state ?? (work.some(one => one.isNow) ? 'planned' : 'working')
  return { state, says: says.verdict[state] }
}
