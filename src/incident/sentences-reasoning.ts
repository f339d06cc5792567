import type { EventType, EvidenceKind } from './events.ts'
import { overWords } from './remark.ts'
import { against } from './rules-advice.ts'
import {
  code,
  count,
  decision,
  doer,
  machine,
  type Piece,
  people,
  ref,
  refOf,
  type Sentence,
  type SentenceBy,
  said,
  strong,
  time,
} from './sentence.ts'

/** From evidence to a cause, what the runbook says, and how it ends. */
export const reasoningSentences = {
  EvidenceAdded: entry => {
    const { ref: name, kind, excerpt, command, source } = entry.data
    const what = firstLine(command ?? excerpt) || source
    if (entry.data.reports) return reported(entry.data.reports, entry.data.from)
    if (kind === 'alert') return machine('clip', ref(name), ' is what the alert says')
    return people('clip', doer(entry), ' added ', ref(name), ' ', shown(kind, what))
  },
  HypothesisProposed: entry => people('ask', doer(entry), ' thinks ', ref(entry.data.ref), `: ${entry.data.statement}`),
  EvidenceAttached: (entry, { is }) =>
    people(
      'clip',
      doer(entry),
      ' put ',
      refOf(is.evidence, entry.data.evidence),
      ` ${entry.data.stance} `,
      refOf(is.hypotheses, entry.data.hypothesis),
      ...said(': ', entry.data.why),
    ),
  CauseConfirmed: (entry, { is }) => {
    const hypothesis = is.hypotheses.find(one => one.id === entry.data.hypothesis)
    const facts = hypothesis?.evidenceFor.flatMap(one => [' ', refOf(is.evidence, one.evidence)]) ?? []
    const says = [`: ${hypothesis?.statement ?? ''}`, ...facts, ...against(entry.data.advice)]
    return decision('check', strong('Cause confirmed'), ...says)
  },
  HypothesisRuledOut: (entry, { is }) =>
    decision('x', strong('Ruled out'), ' ', refOf(is.hypotheses, entry.data.hypothesis), `: ${entry.data.reason}`),
  RemarkHeard: ({ data }, { nameOf }) => {
    const who = data.person ? nameOf(data.person) : data.from
    return people('mail', strong(who), ` answered ${overWords(data.over)}: ${data.text}`)
  },
  RemarkKept: (entry, { is }) => {
    const from = is.remarks?.find(one => one.id === entry.data.remark)?.from ?? 'somebody'
    const became = entry.data.as === 'hypothesis' ? 'a theory' : 'evidence'
    return people('clip', doer(entry), ` made ${became} of what ${from} answered`)
  },
  KnownIssueStated: entry => decision('check', doer(entry), ' knows this one: ', entry.data.says),
  PagesOffered: ({ data }) =>
    data.pages[0]
      ? machine('book', 'The runbook offers ', strong(data.pages[0].title), also(data.pages.length - 1))
      : machine('book', 'The runbook has no page for this yet'),
  PageFollowed: entry => decision('book', doer(entry), ' follows ', strong(entry.data.title)),
  StepRan: entry => {
    const { step, host, outcome } = entry.data
    const on = host ? [' on ', code(host)] : []
    return people('term', doer(entry), ` ran “${step}”, a step of the page`, ...on, `: ${outcome}`)
  },
  Mitigated: entry => decision('done', strong('Mitigated'), ' by ', doer(entry), ...said(': ', entry.data.summary)),
  Resolved: entry =>
    entry.data.how === 'recovered'
      ? decision('done', strong('Resolved'), ': it recovered by itself')
      : decision('done', strong('Resolved'), ' by ', doer(entry), ...said(': ', entry.data.summary)),
  Reopened: entry => decision('undo', doer(entry), ' opened it again', ...said(': ', entry.data.reason)),
  MergedInto: entry => decision('undo', doer(entry), ' merged it into another incident'),
  PageDrafted: ({ data }) => machine('pencil', 'A runbook page is drafted: ', strong(data.title)),
  PageAccepted: entry =>
    decision('book', doer(entry), ' put ', strong(entry.data.title), ' into the runbook: ', code(entry.data.path)),
  Redacted: entry => people('lock', doer(entry), ` took something out: ${entry.data.reason}`),
} satisfies Partial<SentenceBy<EventType>>

/** "14 customers: cannot pay, since 02:40" */
const reported = ({ count: so, says }: { count: number; says: string }, since: string | undefined): Sentence =>
  people('people', strong(count(so, 'customer')), `: ${says}`, ...(since ? [', since ', time(since)] : []))

const firstLine = (text: string): string => text.trim().split('\n')[0]?.slice(0, 160) ?? ''

const shown = (kind: EvidenceKind, what: string): Piece => (kind === 'statement' ? `“${what}”` : code(what))

const also = (more: number): string => (more > 0 ? ` and ${count(more, 'more page')}` : '')
