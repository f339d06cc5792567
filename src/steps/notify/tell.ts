import type { Service } from '../../catalog/service.ts'
import { type Ask, type Decide, happened, idOf, knowing, refuse } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import type { AskedAboutChange, Incident } from '../../incident/incident.ts'
import type { Outreach, RecentChange } from '../../incident/known.ts'
import type { NotifyBody } from './asks.ts'
import { callsOwed } from './escalate.ts'
import { next } from './next.ts'
import { say } from './say.ts'
import { nextWordBy, whomToNag } from './updates.ts'
import { withWaivers } from './went-without.ts'

export const postUpdate: Decide<NotifyBody<'post-update'>, 'outreach'> = knowing(
  ['outreach'],
  (was, ask, { outreach }) => {
    const { text, audience, nextUpdateDueAt: promised } = ask.body
    if (promised && promised <= ask.at)
      return refuse('in-the-past', say.inThePast, next.postAgain({ text, audience }, ask.at))
    return audience === 'stakeholders'
      ? toldInWords(was, ask, text, outreach, promised)
      : [
          happened('UpdatePosted', {
            update: idOf(ask, 0),
            text,
            audience,
            ...(promised && { nextUpdateDueAt: promised }),
          }),
        ]
  },
)

/** By one tap what is known so far; once that was told, only a new text is told. */
export const tellStakeholders: Decide<NotifyBody<'tell-stakeholders'>, 'service' | 'outreach'> = knowing(
  ['service', 'outreach'],
  (was, ask, { service, outreach }) => {
    if (ask.body.text) return toldInWords(was, ask, ask.body.text, outreach)
    return was.stakeholdersToldAt ? [] : [told(was, ask, service, outreach)]
  },
)

/** Nobody has it for ten minutes and it is bad: those who must know hear it from the house. */
export const autoTellStakeholders: Decide<NotifyBody<'auto-tell-stakeholders'>, 'service' | 'outreach'> = knowing(
  ['service', 'outreach'],
  (was, ask, { service, outreach }) => {
    const isBad = was.severity === 'sev1' || was.severity === 'sev2'
    const isTaken = was.acknowledgedBy !== undefined || was.status !== 'open' || was.stakeholdersToldAt !== undefined
    const isHeard = outreach.addresses + outreach.pages > 0
    if (!isBad || isTaken || service.mode === 'watch-only' || !isHeard) return []
    return [told(was, ask, service, outreach)]
  },
)

/** Somebody's own words stand on the timeline as an update, and go out. */
function toldInWords(
  was: Incident,
  ask: Ask<unknown>,
  text: string,
  { addresses }: Outreach,
  promised?: string | null,
): IncidentEvent[] {
  const update = idOf(ask, 0)
  const nextUpdateDueAt = nextWordBy(was, ask.at, promised)
  return [
    happened('UpdatePosted', { update, text, audience: 'stakeholders', ...(nextUpdateDueAt && { nextUpdateDueAt }) }),
    happened('StakeholdersTold', { text: withWaivers(was, text), addresses, update }),
  ]
}

function told(was: Incident, ask: Ask<unknown>, service: Service, { addresses }: Outreach): IncidentEvent {
  const nextUpdateDueAt = nextWordBy(was, ask.at)
  const text = withWaivers(was, say.toStakeholders(was, nameOf(service)))
  return happened('StakeholdersTold', { text, addresses, ...(nextUpdateDueAt && { nextUpdateDueAt }) })
}

/** Who was told that something is wrong hears that it is over, unless somebody said so meanwhile. */
export const tellOver: Decide<NotifyBody<'tell-over'>, 'service' | 'outreach'> = knowing(
  ['service', 'outreach'],
  (was, _ask, { service, outreach }) => {
    const isOver = was.status === 'resolved' && was.mergedInto === undefined
    const isSaid = (was.stakeholdersToldAt ?? '9') >= (was.resolvedAt ?? '')
    if (!isOver || isSaid) return []
    const text = withWaivers(was, say.overForAll(was, nameOf(service)))
    return [happened('StakeholdersTold', { text, addresses: outreach.addresses })]
  },
)

/** What nobody routed has no name. */
const nameOf = ({ slug, name }: Service): string => (slug === 'default' ? '' : name)

/** The promise of the next update is due, and it is still the promise. */
export const updateDue: Decide<NotifyBody<'update-due'>, 'channels' | 'policy'> = knowing(
  ['channels', 'policy'],
  (was, ask, known) => {
    const { dueAt, nag = 0 } = ask.body
    if (was.status === 'resolved' || was.nextUpdateDueAt !== dueAt) return []
    const whom = whomToNag(was, known.policy, nag)
    return whom.flatMap((person, n) =>
      callsOwed({ ...ask, id: idOf(ask, n) }, known, [person], whyNagged(was, person, nag), true),
    )
  },
)

function whyNagged(was: Incident, person: string, nag: number): string {
  if (person === (was.lead ?? was.acknowledgedBy)) return say.updateDue
  return nag === 0 ? say.updateDueHere : say.updateLate
}

const mostAuthors = 3

/** Who changed something shortly before is asked, once for each change. */
export const askAuthors: Decide<NotifyBody<'ask-authors'>, 'recentChanges' | 'service'> = knowing(
  ['recentChanges', 'service'],
  (was, _ask, { recentChanges, service }) => {
    if (was.status === 'resolved' || service.mode === 'watch-only') return []
    const isAsked = (change: string) => was.wasItYou.some(asked => asked.change === change)
    return recentChanges
      .filter(change => change.author && !isAsked(change.id))
      .slice(0, mostAuthors)
      .map(wasItYou)
  },
)

const wasItYou = ({ id, author = '', person, summary }: RecentChange): IncidentEvent =>
  happened('WasItYouAsked', { change: id, author, summary, ...(person && { person }) })

export const maybeMine: Decide<NotifyBody<'maybe-mine'>> = (was, ask) => answer(was, ask, 'MaybeMine', 'maybe')
export const notMine: Decide<NotifyBody<'not-mine'>> = (was, ask) => answer(was, ask, 'NotMine', 'no')

/** About the change they name, else the one they were asked about. Anybody may also say it unasked. */
function answer(
  was: Incident,
  ask: Ask<NotifyBody<'maybe-mine'>>,
  type: 'MaybeMine' | 'NotMine',
  word: AskedAboutChange['answer'],
): IncidentEvent[] {
  const { change = was.wasItYou.find(asked => asked.person === ask.by.id)?.change, note } = ask.body
  const asked = was.wasItYou.find(one => one.change === change)
  if (asked && asked.answer === word && (note === undefined || note === asked.note)) return []
  return [happened(type, { person: ask.by.id, ...(change && { change }), ...(note && { note }) })]
}
