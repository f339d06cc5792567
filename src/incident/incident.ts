import type { FrozenPolicy } from '../roster/policy.ts'
import type { EntryOf } from './entry.ts'
import type {
  AlertSaid,
  BackupLevel,
  CommandKind,
  CommandResult,
  EventData,
  EventType,
  EvidenceKind,
  HeldBy,
  OfferedPage,
  TrafficCheck,
} from './events.ts'
import type { Judgement } from './judgement.ts'
import type { ProofKind } from './prints.ts'
import type { Seat } from './seats.ts'
import type { Severity } from './severity.ts'

/** An incident is its timeline; this is the timeline folded. Lists keep the order in which things came. */
export interface Incident {
  id: string
  number: number
  title: string
  severity: Severity
  status: 'open' | 'mitigated' | 'resolved'
  service: string
  team: string
  openedBy: 'alert' | 'person'
  openedAt: string
  startedAt: string
  groupKey?: string
  signature?: string
  unrouted?: boolean
  drill?: boolean
  mitigatedAt?: string
  resolvedAt?: string
  resolvedHow?: 'person' | 'recovered'
  resolution?: string
  mergedInto?: string
  acknowledgedBy?: string
  acknowledgedAt?: string
  /** Until when it is quiet: the acknowledgement ends then, and paging goes on. */
  until?: string
  /** The escalation policy as it stood when this opened; none in incidents of an older Fireline. */
  policy?: FrozenPolicy
  /** The escalation's place, for who is called next. */
  escalation?: Escalation
  /** While a silence covers everything that fires here: nobody more is called. */
  held?: HeldBy
  /** When calling went on after a silence: nothing was due before. */
  resumedAt?: string
  /** Who said they cannot, until they acknowledge. */
  cannot: string[]
  /** Why nobody can be paged, while that is so. */
  nobodyToCall?: string
  lead?: string
  leadOfferedTo?: string
  /** Holder of the keyboard of every host without one of its own; `epoch` only grows, one counter for all of them. */
  operator?: string
  operatorSince?: string
  /** The operator was given it and has not said "I have control". */
  operatorAwaits?: true
  /** While they have not: who had it before. */
  operatorFrom?: string
  /** The operator's own number, once a host's keyboard has moved the counter on. */
  operatorEpoch?: number
  /** Hosts with a keyboard of their own; none before one was given. */
  seats?: (Seat & { host: string })[]
  /** Announced, and neither done nor called off; none before there was one. */
  takeOvers?: EventData['TakeOverAnnounced'][]
  /** Since when nobody leads any more, and how often the room was told so. */
  leadFreeSince?: string
  leadNags?: number
  keyboardOfferedTo?: string
  keyboardAskedBy: string[]
  epoch: number
  people: Participant[]
  alerts: AlertHere[]
  /** When joining alerts were last told on the timeline. */
  alertsJoinedAt?: string
  /** After a recovery: how many of its alerts still fire. None: ask the lead whether it is over. */
  stillFiring?: number
  /** After a recovery: the worst of what still fires, as an incident's severity. */
  stillWorst?: Severity
  evidence: Evidence[]
  hypotheses: Hypothesis[]
  /** The confirmed hypothesis. */
  cause?: string
  /** What was answered from elsewhere, by mail or chat; none before somebody did. */
  remarks?: Remark[]
  suggestions: Suggestion[]
  objections: Objection[]
  changes: Change[]
  backups: Backup[]
  waivers: Waiver[]
  suggestedPages: OfferedPage[]
  followedPage?: { page: string; title: string }
  updates: Update[]
  nextUpdateDueAt?: string
  stakeholdersToldAt?: string
  calls: Call[]
  /** What who was paged says of it; none before somebody did. */
  judgements?: Judgement[]
  wasItYou: AskedAboutChange[]
  terminals: Terminal[]
  commands: Command[]
  /** Commands that were noted by hand; none before there was one. */
  noted?: NotedCommand[]
  /** Commands that are not told one by one: terminal -> how many. */
  commandsMore?: Record<string, number>
  /** Shells that were opened on a host by a signature. */
  shells?: (EventData['ShellOpened'] & { at: string })[]
  /** Checks that ran on hosts. */
  checks?: (EventData['CheckRan'] & { by: string; at: string })[]
  /** What others did on the hosts, like ones together, the last one last. */
  touched?: Touched[]
  tasks?: Task[]
  /** Commands that changed data of which no proven copy was held. */
  withoutCopy?: (EventData['ChangedWithoutCopy'] & { by: string; at: string })[]
  /** The stand-by that was offered last. */
  standByOffered?: EventData['StandByOffered'] & { at: string }
  /** Traffic that was moved, or is being moved. */
  shifts?: Shift[]
  drafts: Draft[]
  seq: number
  at: string
}

export interface Escalation {
  run: number
  round: number
  step: number
  at: string
  reachedNobody: boolean
  /** The worst severity that was paged for. */
  severity?: Severity
  next?: EventData['EscalationStepped']['next']
}
export interface Participant {
  person: string
  name: string
  as: 'responder' | 'observer'
  joinedAt: string
  leftAt?: string
}
export interface AlertHere extends AlertSaid {
  recoveredAt?: string
}
export interface Evidence {
  id: string
  ref: string
  source: string
  kind: EvidenceKind
  excerpt: string
  digest: string
  bytes: number
  from?: string
  to?: string
  exitCode?: number
  command?: string
  /** From people outside; `at` is when the first of them was told here, `toldAt` the last time. */
  reports?: { count: number; says: string; toldAt: string }
  by: string
  at: string
}
export interface Hypothesis {
  id: string
  ref: string
  statement: string
  service?: string
  mechanism?: string
  state: 'theory' | 'stated' | 'confirmed' | 'ruled out'
  evidenceFor: { evidence: string; why?: string }[]
  evidenceAgainst: { evidence: string; why?: string }[]
  ruledOutBecause?: string
  page?: string
  by: string
  at: string
}
export interface Remark {
  id: string
  text: string
  /** In the sender's words: an address, a name in a chat. Nobody proved it. */
  from: string
  over: string
  person?: string
  /** What somebody made of it. */
  keptAs?: 'hypothesis' | 'statement'
  at: string
}
export interface Suggestion {
  id: string
  ref: string
  text: string
  why: string
  command?: string
  hypothesis?: string
  state: 'open' | 'accepted' | 'declined'
  reason?: string
  supports?: { person: string; by: string; reason?: string; at: string }[]
  /** "Anyone against?" is asked until then. */
  openUntil?: string
  /** Id of who accepted it, and so has everybody asked. */
  openedBy?: string
  held?: { by: string; reason?: string; at: string }
  /** Where its command was put, and whether the prompt was free. */
  atPrompt?: {
    terminal: string
    outcome: EventData['PutAtPrompt']['outcome']
    person?: string
    at: string
    /** Commands that had ended there by then. */
    ranBefore: number
  }
  by: string
  /** Id of who suggested it. */
  person?: string
  at: string
}
export interface Task {
  id: string
  ref: string
  what: string
  /** Id of who has it; nobody yet. */
  to?: string
  until?: string
  state: 'open' | 'done' | 'dropped'
  /** What came of it, or why it was dropped. */
  note?: string
  by: string
  at: string
  endedAt?: string
}
export interface Objection {
  id: string
  ref: string
  to: string
  reason: string
  state: 'open' | 'answered' | 'withdrawn'
  answer?: string
  /** Id of who objected. */
  person: string
  by: string
  at: string
}
export interface Change {
  id: string
  ref: string
  what: string
  intent: 'mitigation' | 'fix'
  kind: 'simple' | 'complex'
  touches: string[]
  commands: string[]
  restsOn?: EventData['ChangeProposed']['restsOn']
  verify?: string
  undo?: string
  state: 'proposed' | 'applying' | 'applied' | 'failed' | 'verified' | 'rolled back'
  how?: 'by-hand' | 'in-terminal' | 'by-agent'
  results: CommandResult[]
  by: string
  at: string
  appliedAt?: string
  endedAt?: string
  /** The waiver or the backup it went ahead with. */
  backup?: string
  waived?: string
  /** Rules that only advise and that it did not follow. */
  advice?: string[]
  note?: string
  /** The digest of what may run. */
  plan?: string
  /** Saved before it, and changed by it, when those are not the same. */
  rowsDiffer?: { saved: number; ran: number }
  /** What became of things since, the last look last. */
  looks?: (Omit<EventData['ChangeLooked'], 'change'> & { at: string })[]
}
export interface Backup {
  id: string
  ref: string
  /** None when it was asked for by itself. */
  change?: string
  driver: string
  kind?: ProofKind
  wanted?: BackupLevel
  resource?: string
  host?: string
  pace?: EventData['BackupStarted']['pace']
  state: 'running' | 'verified' | 'failed'
  touches: string[]
  covers: string[]
  level?: BackupLevel
  takenAt?: string
  verifiedAt?: string
  digest?: string
  bytes?: number
  location?: string
  proof?: string
  restore?: string
  durationMs?: number
  prints?: EventData['BackupVerified']['prints']
  rows?: number
  point?: EventData['BackupVerified']['point']
  built?: string[]
  notProven?: string[]
  reason?: string
  stopped?: true
  why?: EventData['BackupFailed']['why']
  startedAt: string
  /** It is gone for good. */
  expired?: { why: EventData['CopiesExpired']['why']; at: string }
  putBack?: (Omit<EventData['CopyPutBack'], 'backup'> & { by: string; at: string })[]
}
export interface Shift {
  id: string
  ref: string
  standBy: string
  /** What is wanted, 0 to 100; `observed` is what was counted last. */
  share: number
  observed?: number
  wayBack: string[]
  state: 'moving' | 'moved' | 'reverted' | 'failed'
  checks: TrafficCheck[]
  /** It goes back by itself then, unless it is held. */
  announced?: { why: string; effectiveAt: string; asked?: true }
  held?: { by: string; reason: string; at: string }
  /** Why it went back or failed; `code` of the refusal for which nothing was moved. */
  why?: string
  code?: string
  despite?: string
  fenced?: string
  /** What to put into the proxy's configuration, or a reload forgets the move. */
  paste?: string
  how?: EventData['TrafficReverted']['how']
  by: string
  at: string
  movedAt?: string
  endedAt?: string
}
export interface Waiver {
  id: string
  rule: string
  reason: string
  change?: string
  by: string
  at: string
  effectiveAt: string
  alone: boolean
  /** It let its change through, once. */
  isUsed?: boolean
}
export interface Update {
  id: string
  text: string
  audience: 'responders' | 'stakeholders'
  by: string
  at: string
}
export interface Call {
  id: string
  person: string
  channel: string
  reason: string
  state: 'owed' | 'handed over' | 'shown' | 'tapped' | 'failed'
  answer?: string
  /** Somebody asked for it: no cap holds it back. */
  askedFor?: boolean
  /** Which of the person's contacts, where they have several of one channel. */
  contact?: string
  /** The call whose channel did not answer, and which this one makes up for. */
  insteadOf?: string
  /** When it may leave, where that is later than `at`. */
  dueAt?: string
  /** The message that told it together with others. */
  together?: string
  /** It was not needed any more when it would have left. */
  moot?: true
  at: string
}
/** Of like ones `entry` and `since` are of the first, `at` of the last, `count` is all of them. */
export type Touched = EventData['HostTouched'] & { entry: string; since: string; at: string }

export interface AskedAboutChange {
  change: string
  author: string
  person?: string
  summary: string
  /** The host, where it is about what somebody did there. */
  on?: string
  answer?: 'maybe' | 'no'
  note?: string
}
export interface Terminal {
  id: string
  title: string
  host: string
  person: string
  recording: string
  /** For looking around: only its own person's keys reach it. */
  looking?: boolean
  state: 'live' | 'ended'
  sharedAt: string
  endedAt?: string
  exitCode?: number
  /** Up to where its recording is held fast. */
  anchored?: { bytes: number; segments: number; digest: string; at: string }
  /** What was shown and not recorded. */
  gaps?: { bytes: number; why: 'line' | 'disk'; at: string }[]
}
export interface Command {
  entry: string
  terminal: string
  command: string
  cwd?: string
  exitCode?: number
  startedAt: string
  durationMs: number
  offset?: number
  person?: string
  host?: string
  from?: 'marks' | 'screen'
  /** A person's word where there is one, else guessed; none in incidents of an older Fireline. */
  kind?: CommandKind
  /** Who said so. */
  judgedBy?: string
  denied?: boolean
  outside?: true
  whoMay?: string[]
  withAccess?: string[]
  onCall?: string[]
}
export interface NotedCommand {
  id: string
  entry: string
  command: string
  host?: string
  kind: CommandKind
  judgedBy?: string
  exitCode?: number
  /** When it ran, as they say. */
  at: string
  person: string
  by: string
}
export interface Draft {
  id: string
  title: string
  path: string
  markdown: string
  known?: string
  base?: string
  /** `committing`: accepted, and on its way into the runbook. */
  state: 'draft' | 'committing' | 'accepted'
  commit?: string
  /** What went wrong on the way and was kept all the same, in words. */
  trouble?: string
  at: string
}

/** One answer per event; the compiler asks for the missing one. */
export type EvolveBy<T extends EventType> = {
  [K in T]: (was: Incident, data: EventData[K], entry: EntryOf<K>) => Incident
}

/** The thing with this id or short reference (`E3`, `h1`), if there is one. */
export function named<T extends { id: string; ref?: string }>(list: readonly T[], name: string): T | undefined {
  return list.find(thing => thing.id === name || thing.ref?.toLowerCase() === name.toLowerCase())
}

/** The responders who are here now; observers watch and do not count. */
export function presentResponders(is: Incident): Participant[] {
  return is.people.filter(person => person.as === 'responder' && !person.leftAt)
}

/** Who is not there cannot be waited for: true when nobody but `person` works on it. */
export function isAlone(is: Incident, person: string): boolean {
  return presentResponders(is).every(present => present.person === person)
}
