import { ended } from './escalation-ended.ts'
import type { EventData } from './events.ts'
import type { AskedAboutChange, EvolveBy, Incident } from './incident.ts'
import { withChanged } from './list.ts'
import { touchWords } from './touch-words.ts'

type CourseEvent =
  | 'Acknowledged'
  | 'AcknowledgementExpired'
  | 'CannotTake'
  | 'Snoozed'
  | 'SeveritySet'
  | 'EscalationStepped'
  | 'CallOwed'
  | 'CallHandedOver'
  | 'CallFailed'
  | 'CallShown'
  | 'CallTapped'
  | 'PageJudged'
  | 'NobodyToCall'
  | 'CalledIn'
  | 'UpdatePosted'
  | 'StakeholdersTold'
  | 'WasItYouAsked'
  | 'MaybeMine'
  | 'NotMine'
  | 'EscalationHeld'
  | 'EscalationResumed'
  | 'PagesOffered'
  | 'PageFollowed'
  | 'StepRan'
  | 'Mitigated'
  | 'Resolved'
  | 'Reopened'
  | 'MergedInto'
  | 'PageDrafted'
  | 'PageAccepted'
  | 'Redacted'

/** How telling people, the book and the incident's own course change it. */
export const evolveCourse: EvolveBy<CourseEvent> = {
  Acknowledged: (was, data, entry) => ({
    ...was,
    acknowledgedBy: data.person,
    acknowledgedAt: (data.renewed && was.acknowledgedAt) || entry.at,
    until: data.until,
    held: undefined,
    cannot: was.cannot.filter(person => person !== data.person),
  }),
  AcknowledgementExpired: (was, data) => ({
    ...was,
    acknowledgedBy: undefined,
    until: undefined,
    escalation: data.calm ? ended(was.escalation) : was.escalation,
  }),
  CannotTake: (was, data) => ({
    ...was,
    ...(was.acknowledgedBy === data.person && { acknowledgedBy: undefined, until: undefined }),
    cannot: [...was.cannot.filter(person => person !== data.person), data.person],
  }),
  Snoozed: (was, data) => ({ ...was, until: data.untilAt }),
  SeveritySet: (was, data) => ({ ...was, severity: data.severity }),
  EscalationHeld: (was, data) => ({ ...was, held: data }),
  EscalationResumed: (was, _data, entry) => ({ ...was, held: undefined, resumedAt: entry.at }),
  EscalationStepped: (was, data, entry) => ({
    ...was,
    held: undefined,
    escalation: {
      run: data.run ?? 1,
      round: data.round,
      step: data.step,
      at: entry.at,
      reachedNobody: data.step >= 0 && data.people.length === 0,
      severity: data.severity,
      next: data.next,
    },
  }),
  CallOwed: (was, data, entry) => ({
    ...was,
    nobodyToCall: undefined,
    calls: [
      ...was.calls,
      {
        id: data.call,
        person: data.person,
        channel: data.channel,
        reason: data.reason,
        state: 'owed',
        ...(data.askedFor && { askedFor: true }),
        ...(data.contact && { contact: data.contact }),
        ...(data.insteadOf && { insteadOf: data.insteadOf }),
        ...(data.dueAt && { dueAt: data.dueAt }),
        at: entry.at,
      },
    ],
  }),
  CallHandedOver: (was, data) => ({
    ...was,
    calls: withChanged(was.calls, data.call, {
      state: 'handed over',
      answer: data.answer,
      ...(data.together && { together: data.together }),
    }),
  }),
  CallFailed: (was, data) => ({
    ...was,
    calls: withChanged(was.calls, data.call, {
      state: 'failed',
      answer: data.answer,
      ...(data.moot && { moot: data.moot }),
    }),
  }),
  CallShown: (was, data) => ({ ...was, calls: withChanged(was.calls, data.call, { state: 'shown' }) }),
  CallTapped: (was, data) => ({ ...was, calls: withChanged(was.calls, data.call, { state: 'tapped' }) }),
  PageJudged: (was, { person, call, useful }) => ({
    ...was,
    judgements: [...(was.judgements ?? []).filter(one => one.person !== person), { person, call, useful }],
  }),
  NobodyToCall: (was, data) => ({ ...was, nobodyToCall: data.reason }),
  CalledIn: was => was,
  UpdatePosted: (was, data, entry) => ({
    ...was,
    nextUpdateDueAt: data.nextUpdateDueAt ?? stillAhead(was.nextUpdateDueAt, entry.at),
    updates: [
      ...was.updates,
      { id: data.update, text: data.text, audience: data.audience, by: entry.by.name, at: entry.at },
    ],
  }),
  StakeholdersTold: (was, data, entry) => ({
    ...was,
    stakeholdersToldAt: entry.at,
    nextUpdateDueAt: data.nextUpdateDueAt ?? was.nextUpdateDueAt,
  }),
  WasItYouAsked: (was, data) => ({
    ...was,
    wasItYou: [...was.wasItYou.filter(asked => asked.change !== data.change), { ...data }],
  }),
  MaybeMine: (was, data, { by }) => answered(was, data, 'maybe', by.name),
  NotMine: (was, data, { by }) => answered(was, data, 'no', by.name),
  PagesOffered: (was, data) => ({ ...was, suggestedPages: data.pages }),
  PageFollowed: (was, data) => ({ ...was, followedPage: data }),
  StepRan: was => was,
  Mitigated: (was, _data, entry) => ({ ...was, status: 'mitigated', mitigatedAt: entry.at }),
  Resolved: (was, data, entry) => ({
    ...was,
    status: 'resolved',
    resolvedAt: entry.at,
    resolvedHow: data.how,
    resolution: data.summary,
  }),
  Reopened: was => ({ ...was, status: 'open', mitigatedAt: undefined, resolvedAt: undefined, resolvedHow: undefined }),
  MergedInto: (was, data, entry) => ({ ...was, status: 'resolved', resolvedAt: entry.at, mergedInto: data.incident }),
  PageDrafted: (was, data, entry) => ({
    ...was,
    drafts: [
      ...was.drafts.filter(draft => draft.state !== 'draft' && draft.id !== data.draft),
      {
        id: data.draft,
        title: data.title,
        path: data.path,
        markdown: data.markdown,
        known: data.known,
        base: data.base,
        state: data.accepted ? 'committing' : 'draft',
        at: entry.at,
      },
    ],
  }),
  PageAccepted: (was, data) => ({
    ...was,
    drafts: withChanged(was.drafts, data.draft, {
      state: 'accepted',
      commit: data.commit,
      trouble: data.trouble,
      path: data.path,
      title: data.title,
    }),
  }),
  Redacted: was => was,
}

/** An update that comes after its time keeps the promise; the next one is a new promise. */
function stillAhead(dueAt: string | undefined, at: string): string | undefined {
  return dueAt && dueAt > at ? dueAt : undefined
}

/** Whoever says that it was them on a host is whom it is about from then on, asked or not. */
function answered(
  was: Incident,
  { change, person, note }: EventData['MaybeMine'],
  answer: AskedAboutChange['answer'],
  author: string,
): Incident {
  const touch = answer === 'maybe' ? was.touched?.find(one => one.entry === change) : undefined
  if (!touch)
    return {
      ...was,
      wasItYou: was.wasItYou.map(asked =>
        asked.change === change && (!asked.on || asked.person === person) ? { ...asked, answer, note } : asked,
      ),
    }
  const said = { change: touch.entry, person, author, summary: touchWords(touch), on: touch.host, answer, note }
  return { ...was, wasItYou: [...was.wasItYou.filter(asked => asked.change !== change), said] }
}
