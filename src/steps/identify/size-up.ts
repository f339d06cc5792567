import type { Next } from '../../incident/decision.ts'
import type { OfferedPage } from '../../incident/events.ts'
import type { Call, Incident } from '../../incident/incident.ts'
import type { RecentChange } from '../../incident/known.ts'
import { overWords } from '../../roster/contact-name.ts'

/** The calm lines on acknowledging: what is said, since when and who is hurt, what changed, seen before?, who is told and until when it is quiet. */
export interface SizeUp {
  /** The message, verbatim. */
  says: string
  since: string
  whoIsHurt: string
  whatChanged: { summary: string; at: string; author?: string; link?: string; beforeMinutes: number; answer?: string }[]
  seenBefore: SeenBefore | null
  told: Told[]
  quietUntil: string | null
  /** What to do now, in one sentence. */
  nextSentence: string
  /** The same as buttons: the pages to follow, or whom to call when there is none. */
  next: Next[]
}

export interface SeenBefore {
  times: number
  lastFixedBy?: string
  medianMinutes?: number
  /** The page to read; absent when it was seen but nobody wrote it down. */
  page?: string
  title?: string
}

export interface Told {
  who: string
  channel: string
  /** Announced: letters are owed and the status page shows it; how far each letter came is asked elsewhere. */
  state: Call['state'] | 'announced'
}

/** `names` says people's names by their id. */
export function sizeUp(
  is: Incident,
  recent: RecentChange[],
  names: (person: string) => string | undefined,
  next: Next[] = [],
): SizeUp {
  const seen = is.suggestedPages.find(page => (page.seen?.times ?? 0) > 0)
  return {
    says: messageOf(is),
    since: is.startedAt || is.openedAt,
    whoIsHurt: whoIsHurt(is),
    whatChanged: whatChanged(is, recent),
    seenBefore: seen ? seenBefore(seen) : null,
    told: told(is, names),
    quietUntil: is.until ?? null,
    nextSentence: nextSentence(is, seen ?? is.suggestedPages[0]),
    next,
  }
}

function messageOf(is: Incident): string {
  const first = is.alerts[0]
  if (!first) return is.title
  return [first.title, first.annotations['summary'], first.annotations['description'], first.annotations['message']]
    .filter((line, i, all) => line && all.indexOf(line) === i)
    .join('\n')
}

const hurts = {
  sev1: 'Users cannot use it.',
  sev2: 'Many users feel it.',
  sev3: 'Some users feel it.',
  sev4: 'Nobody should feel it yet.',
}

/** The alert's own words on its impact and what people outside told us, if there is any; else what the severity means. */
function whoIsHurt(is: Incident): string {
  const said = is.alerts.map(alert => alert.annotations['impact']).find(Boolean)
  const told = is.evidence.find(one => one.reports)?.reports
  const reported = told && `${told.count} customer${told.count === 1 ? '' : 's'} told us: ${told.says}`
  return `${is.service}, ${is.severity}. ${[said ?? (reported ? undefined : hurts[is.severity]), reported].filter(Boolean).join(' ')}`
}

/** What changed up to the onset comes nearest first; what changed after it cannot have lit it. */
function whatChanged(is: Incident, recent: RecentChange[]): SizeUp['whatChanged'] {
  const onset = Date.parse(is.startedAt || is.openedAt)
  return recent
    .map(({ id, summary, at, author, link }) => {
      const asked = is.wasItYou.find(one => one.change === id)
      const beforeMinutes = Math.round((onset - Date.parse(at)) / 60_000)
      return { summary, at, author, link, beforeMinutes, answer: asked?.answer }
    })
    .sort((a, b) => Number(a.beforeMinutes < 0) - Number(b.beforeMinutes < 0) || a.beforeMinutes - b.beforeMinutes)
}

const seenBefore = ({ page, title, seen }: OfferedPage): SeenBefore => ({ times: 1, ...seen, page, title })

function told(is: Incident, names: (person: string) => string | undefined): Told[] {
  const called = is.calls.map(call => ({
    who: names(call.person) ?? call.person,
    channel: overWords(call),
    state: call.state,
  }))
  return is.stakeholdersToldAt
    ? [...called, { who: 'stakeholders', channel: 'mail and status page', state: 'announced' }]
    : called
}

function nextSentence(is: Incident, page: OfferedPage | undefined): string {
  if (is.status === 'resolved') return 'It is over. Read the drafted page while you remember, and accept it.'
  if (is.status === 'mitigated') return 'Users are no longer hurt. Find the cause in peace, then resolve.'
  if (!is.acknowledgedBy) return 'Acknowledge it: then it is quiet, and everyone knows that you have it.'
  if (is.followedPage) return `Go on with "${is.followedPage.title}".`
  if (page) return `Open "${page.title}": ${page.why}.`
  if (is.cause) return 'The cause is known. Take a copy of what you touch, then fix it.'
  return 'No page knows this yet. Attach what you see, or call in the team.'
}
