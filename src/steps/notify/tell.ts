import { type Ask, type Decide, happened, idOf, knowing, refuse } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import type { AskedAboutChange, Incident } from '../../incident/incident.ts'
import type { RecentChange } from '../../incident/known.ts'
import type { NotifyBody } from './asks.ts'
import { callsOwed } from './escalate.ts'
import { next } from './next.ts'
import { say } from './say.ts'

export const postUpdate: Decide<NotifyBody<'post-update'>, 'service'> = knowing(
  ['service'],
  (was, ask, { service }) => {
    const { text, audience, nextUpdateDueAt } = ask.body
    if (nextUpdateDueAt && nextUpdateDueAt <= ask.at)
      return refuse('in-the-past', say.inThePast, next.postAgain({ text, audience }, ask.at))
    const update = idOf(ask, 0)
    const posted = happened('UpdatePosted', { update, text, audience, ...(nextUpdateDueAt && { nextUpdateDueAt }) })
    if (audience === 'responders') return [posted]
    return [posted, happened('StakeholdersTold', { text, addresses: service.stakeholders.length, update })]
  },
)

/** By one tap what is known so far; once that was told, only a new text is told. */
export const tellStakeholders: Decide<NotifyBody<'tell-stakeholders'>, 'service'> = knowing(
  ['service'],
  (was, ask, { service }) => {
    if (!ask.body.text && was.stakeholdersToldAt) return []
    return [told(was, service.stakeholders.length, ask.body.text)]
  },
)

/** Nobody has it for ten minutes and it is bad: those who must know hear it from the house. */
export const autoTellStakeholders: Decide<NotifyBody<'auto-tell-stakeholders'>, 'service'> = knowing(
  ['service'],
  (was, _ask, { service }) => {
    const isBad = was.severity === 'sev1' || was.severity === 'sev2'
    const isTaken = was.acknowledgedBy !== undefined || was.status !== 'open' || was.stakeholdersToldAt !== undefined
    if (!isBad || isTaken || service.mode === 'watch-only' || service.stakeholders.length === 0) return []
    return [told(was, service.stakeholders.length)]
  },
)

const told = (was: Incident, addresses: number, text = say.toStakeholders(was)): IncidentEvent =>
  happened('StakeholdersTold', { text, addresses })

/** The promise of the next update is due, and it is still the promise. */
export const updateDue: Decide<NotifyBody<'update-due'>, 'channels'> = knowing(['channels'], (was, ask, known) => {
  const whom = was.lead ?? was.acknowledgedBy
  if (was.status === 'resolved' || was.nextUpdateDueAt !== ask.body.dueAt || !whom) return []
  return callsOwed(ask, known, [whom], say.updateDue, true)
})

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
