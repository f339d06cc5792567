import type { Label } from '../alert/alert.ts'
import type { FrozenPolicy } from '../roster/policy.ts'
import type { Useful } from './judgement.ts'
import type { Point, Print, ProofKind } from './prints.ts'
import type { Severity } from './severity.ts'

/** Everything that can ever stand on a timeline: event name -> what it says. Fields are only ever added, as optional. */
export interface EventData {
  // an alert arrives, or a person reports
  IncidentOpened: {
    number: number
    title: string
    severity: Severity
    service: string
    team: string
    openedBy: 'alert' | 'person'
    startedAt: string
    groupKey?: string
    signature?: string
    unrouted?: boolean
    drill?: boolean
    /** The escalation policy as it stood then: editing it later changes no incident that is under way. */
    policy?: FrozenPolicy
  }
  AlertReceived: AlertSaid
  /** `severity` is the worst of what joined, as an incident's severity. */
  AlertsJoined: {
    count: number
    first: string
    alerts: string[]
    bySeverity: Record<string, number>
    severity: Severity
    /** The first few whose trouble was not here yet, in full; the others are found among the alerts by their ids, of very many not all of them. */
    said?: AlertSaid[]
  }
  /** `worst` of what still fires, as an incident's severity; none when nothing does. */
  AlertsRecovered: { alerts: string[]; stillFiring: number; worst?: Severity }
  /** An alert went up and down so often that its incident stays as it is until it was steady for as long. */
  AlertFlaps: { alert: string; title: string; changes: number; withinMs: number }
  /** A silence began, or was made, that covers alerts which fire here; `alerts` are the first of them, `count` is how many. */
  AlertsSilenced: {
    silence: string
    kind: 'silence' | 'maintenance'
    reason: string
    createdBy: string
    until: string
    count: number
    alerts: string[]
  }

  // everyone who should know, knows
  /** `renewed`: whoever has it moves in the room, so the quiet goes on; since when they have it stays. */
  Acknowledged: { person: string; until: string; renewed?: true }
  /** `calm`: nothing fires any more that would wake anybody, so nobody is called again. */
  AcknowledgementExpired: { person: string; calm?: true }
  CannotTake: { person: string; note?: string }
  Snoozed: { untilAt: string }
  SeveritySet: { severity: Severity; was: Severity; reason?: string }
  /** A step of the escalation policy fell due; `people` may be empty, which is said in red. */
  EscalationStepped: {
    policy: string
    round: number
    /** -1: a round begins whose first step comes later. */
    step: number
    people: string[]
    fallback?: boolean
    /** Raised by each new begin (a lapsed acknowledgement, a worse severity): timers of an earlier run do nothing. */
    run?: number
    severity?: Severity
    /** What comes next unless somebody acknowledges. */
    next?: { round: number; step: number; dueAt: string; people: string[] }
  }
  /** A silence covers everything that fires here: nobody more is called until it ends. Who is asked for by hand is. */
  EscalationHeld: HeldBy
  /** That silence is over, or something fires that it does not cover: calling goes on. */
  EscalationResumed: { silence: string }
  /** A call to a person over one channel is owed: it leaves only after this is committed. */
  CallOwed: {
    call: string
    person: string
    channel: string
    reason: string
    round?: number
    step?: number
    /** Somebody asked for it: no cap holds it back. */
    askedFor?: boolean
    /** Which of the person's contacts, where they have several of one channel. */
    contact?: string
    /** The call whose channel did not answer, and which this one makes up for. */
    insteadOf?: string
    /** When it may leave, where that is later than now. */
    dueAt?: string
  }
  /** `together`: it was told in this one message with others, because so much burned at once. */
  CallHandedOver: { call: string; answer: string; repeat?: boolean; together?: string }
  /** `moot`: it was not needed any more when it would have left, so nobody failed. */
  CallFailed: { call: string; answer: string; moot?: true }
  /** It stood on a screen in front of somebody. */
  CallShown: { call: string }
  /** Somebody pressed a button of it. */
  CallTapped: { call: string }
  /** Afterwards: whether it was right to page them. The last word of a person counts. */
  PageJudged: { person: string; call: string; useful: Useful; signature?: string }
  NobodyToCall: { reason: string }
  CalledIn: { people: string[]; team?: string }
  UpdatePosted: { update: string; text: string; audience: 'responders' | 'stakeholders'; nextUpdateDueAt?: string }
  StakeholdersTold: { text: string; addresses: number; update?: string; nextUpdateDueAt?: string }
  /** About a change, or about what somebody did on the host `on`: then `change` is the id of that entry. */
  WasItYouAsked: { change: string; person?: string; author: string; summary: string; on?: string }
  MaybeMine: { person: string; change?: string; note?: string }
  NotMine: { person: string; change?: string; note?: string }

  // from evidence to a cause
  EvidenceAdded: {
    evidence: string
    ref: string
    source: string
    kind: EvidenceKind
    /** At most 2,000 characters; the whole is the blob named by `digest`. */
    excerpt: string
    digest: string
    bytes: number
    from?: string
    to?: string
    exitCode?: number
    command?: string
    /** From people outside: how many of them so far, and what most of them say. Told again under the same id when more have come. */
    reports?: { count: number; says: string }
  }
  HypothesisProposed: { hypothesis: string; ref: string; statement: string; service?: string; mechanism?: string }
  EvidenceAttached: { evidence: string; hypothesis: string; stance: 'for' | 'against'; why?: string }
  CauseConfirmed: {
    hypothesis: string
    /** The waiver that let it through. */
    waived?: string
    /** Rules that only advised and that it did not follow, by name. */
    advice?: string[]
  }
  HypothesisRuledOut: { hypothesis: string; reason: string; evidence?: string }
  /** Somebody answered from elsewhere (`over` a mail, a chat); `person` only when we know who it is. It never acts by itself. */
  RemarkHeard: { remark: string; text: string; from: string; over: string; person?: string }
  /** A person made a theory or a fact of it; `hypothesis` or `evidence` is what it became. */
  RemarkKept: { remark: string; as: 'hypothesis' | 'statement'; hypothesis?: string; evidence?: string }
  /** "We know this one": stated by a person, in one line. */
  KnownIssueStated: { hypothesis: string; ref: string; says: string; page?: string }

  // what the runbook already says
  PagesOffered: { pages: OfferedPage[] }
  PageFollowed: { page: string; title: string }
  /** With a host: its agent ran it, by a reviewer's signature, and `digest` names what it printed. */
  StepRan: { page: string; step: string; host?: string; exitCode?: number; digest?: string; outcome: 'done' | 'failed' }

  // the room, its lead, its one keyboard
  Joined: { person: string; as: 'responder' | 'observer' }
  /** What the person held is free now, `hosts` are those whose own keyboard it was; with a keyboard `epoch` grows, so that their later keys are refused. */
  Left: { person: string; freed?: ('lead' | 'keyboard')[]; epoch?: number; hosts?: string[] }
  LeadTaken: { person: string; from?: string; reason?: string }
  LeadOffered: { to: string }
  LeadAccepted: { person: string; from?: string }
  LeadDeclined: { person: string }
  /**
   * The seat of the operator changed; `epoch` only grows, one counter an incident, and is what agents refuse older keys by.
   * With `host` it is that host's own keyboard; without, that of every host that has none of its own. `awaiting`: their keys count once they take control.
   */
  KeyboardGiven: {
    to: string
    from?: string
    epoch: number
    reason?: string
    terminal?: string
    host?: string
    awaiting?: true
  }
  KeyboardOffered: { to: string; terminal?: string }
  KeyboardAsked: { person: string; terminal?: string; host?: string }
  /** "I have control": who was given the keyboard saw the unfinished line and types from now on. */
  ControlTaken: { person: string; epoch: number; host?: string }
  /** The keyboard of one who is here changes hands at `effectiveAt` (RFC 3339), unless it is called off. */
  TakeOverAnnounced: {
    takeOver: string
    person: string
    from: string
    host?: string
    reason: string
    effectiveAt: string
  }
  TakeOverCalledOff: { takeOver: string; reason?: string }
  /** Nobody leads, and the room was told so for the `times`-th time. */
  LeadNagged: { times: number }
  /** The person at the machine took its keyboard back at `at` while no server could be reached. */
  GlassBroken: { person: string; terminal: string; host: string; at: string }
  TerminalShared: {
    terminal: string
    title: string
    host: string
    person: string
    recording: string
    /** For looking around: only its own person's keys reach it, whoever holds the keyboard. */
    looking?: boolean
  }
  TerminalEnded: { terminal: string; exitCode?: number; reason: string }
  CommandRan: {
    terminal: string
    command: string
    cwd?: string
    exitCode?: number
    startedAt: string
    durationMs: number
    /** Byte offset in the recording where its output begins. */
    offset?: number
    person?: string
    /** Where it ran, when that is not where the terminal was shared: behind an ssh of its own. */
    host?: string
    /** `screen`: read from what was shown, for there were no marks. */
    from?: 'marks' | 'screen'
    /** Guessed from its words; `CommandJudged` is a person's word on it. */
    kind?: CommandKind
    /** What it printed says that this account may not. */
    denied?: boolean
    /** It changes something, and no change was being applied there. */
    outside?: true
    /** Denied: ids of who may be paged for it, the first to page first. */
    whoMay?: string[]
    /** Those of them who have access by the list that is kept, and those who are on call; without the latter, all are. */
    withAccess?: string[]
    onCall?: string[]
  }
  /** Noted by hand: it ran where Fireline does not look. */
  CommandNoted: { note: string; command: string; host?: string; kind: CommandKind; exitCode?: number; at: string }
  /** A person says whether it only looked; `command` is the entry of a command that ran, or the note. */
  CommandJudged: { command: string; kind: CommandKind }
  /** So many more ran in this terminal than are told one by one. */
  CommandsMore: { terminal: string; count: number }
  /** What was recorded so far is held fast: `digest` is the last of the chain of `segments` digests over its first `bytes`. */
  RecordingAnchored: {
    recording: string
    terminal: string
    bytes: number
    segments: number
    digest: string
    why: 'hand-over' | 'end' | 'interval' | 'redacted'
  }
  /** So many bytes were shown and not recorded: the line was cut for too long, or the disk took no more. */
  RecordingGap: { recording: string; terminal: string; bytes: number; why: 'line' | 'disk' }
  /** Its recording is strict and could not be written: whoever typed went on at `at` (RFC 3339), with a reason. */
  WentOnUnrecorded: { terminal: string; person: string; reason: string; at: string }
  /** A shell was opened on a host by the person's own signature; `key` names the key it was made with. */
  /** `key`: fingerprint of the one that signed. `joins`: the shell was open, and takes what they sign from now on. */
  ShellOpened: { host: string; account: string; person: string; terminal: string; key: string; joins?: true }
  /** A check that its host allows ran there; `digest` names what it printed. */
  CheckRan: { host: string; check: string; exitCode?: number; digest: string }
  /** Somebody or something other than the operator did something on the host; like ones within a minute are told together. */
  HostTouched: { host: string; what: HostTouch; who?: string; from?: string; why?: string; count: number }
  Suggested: { suggestion: string; ref: string; text: string; why: string; command?: string; hypothesis?: string }
  SuggestionAccepted: { suggestion: string }
  SuggestionDeclined: { suggestion: string; reason: string }
  SuggestionSupported: { suggestion: string; reason?: string }
  /** "Anyone against?": it goes ahead at `until` (RFC 3339) unless it is held or objected to. */
  SuggestionOpen: { suggestion: string; until: string }
  SuggestionHeld: { suggestion: string; reason?: string }
  /**
   * Its command goes to the prompt of who types there (`person`), without the newline. It is `asked` for, then it is `put`, or it is not:
   * something else stood there (`not-free`), or nobody answered in time.
   */
  PutAtPrompt: {
    suggestion: string
    terminal: string
    outcome: 'asked' | 'put' | 'not-free' | 'no-answer'
    person?: string
  }
  /** `until` (RFC 3339) is its time box. */
  TaskGiven: { task: string; ref: string; what: string; to?: string; until?: string }
  TaskDone: { task: string; note?: string }
  TaskDropped: { task: string; reason?: string }
  Objected: { objection: string; ref: string; to: string; reason: string }
  ObjectionAnswered: { objection: string; answer: string }
  ObjectionWithdrawn: { objection: string }

  // backup first, then the change, or the way back
  ChangeProposed: {
    change: string
    ref: string
    what: string
    intent: 'mitigation' | 'fix'
    kind: 'simple' | 'complex'
    touches: string[]
    commands: string[]
    restsOn?: { cause?: string; page?: string; symptom?: string }
    verify?: string
    undo?: string
    /** Rules that only advise and that it did not follow, by name: plainly marked, never in the way. */
    advice?: string[]
  }
  /** Without `change` it was asked for by itself. `wanted` is the level to prove; `host`: where it is taken, when that is not here. */
  BackupStarted: {
    backup: string
    change?: string
    driver: string
    touches: string[]
    kind?: ProofKind
    wanted?: BackupLevel
    resource?: string
    host?: string
    /** As a person asked for it; none: whoever takes it looks whether something burns there. */
    pace?: 'full' | 'gentle'
  }
  BackupVerified: {
    backup: string
    change?: string
    driver: string
    level: BackupLevel
    covers: string[]
    takenAt: string
    verifiedAt: string
    digest: string
    bytes: number
    location: string
    /** What was restored and compared, in words: "2 tables, 10,412 rows equal". */
    proof: string
    restore: string
    durationMs: number
    /** What was equal, thing by thing; of very many only the whole. */
    prints?: Print[]
    /** Of saved rows: how many the database has to count when the change runs; what goes along by a foreign key it does not count. */
    rows?: number
    /** Where the source stood when it was copied; what each table had written is kept with the copy. */
    point?: Omit<Point, 'tables'>
    /** Indexes and constraints that the restore made again. */
    built?: string[]
    /** What this copy does not hold, or what was not compared. */
    notProven?: string[]
  }
  /** `stopped`: somebody called it off. `why`: what there are ways of its own out of. */
  BackupFailed: { backup: string; change?: string; driver: string; reason: string; stopped?: true; why?: BackupWhy }
  /** These copies are gone for good, their keys first; proofs on the timeline stay. */
  CopiesExpired: { backups: string[]; why: 'age' | 'newer' | 'asked' }
  /** A copy was put back by who asked for it; `into`: what it was put into, without secrets. */
  CopyPutBack: { backup: string; into: string; beside?: true; rows?: number; equal?: boolean }
  /** Asked for with a reason; counts from `effectiveAt`, a few seconds later, so that it can be taken back. */
  Waived: { rule: string; reason: string; change?: string; effectiveAt: string; alone: boolean }
  ChangeStarted: {
    change: string
    how: 'by-hand' | 'in-terminal' | 'by-agent'
    terminal?: string
    /** What runs is its `undo`. */
    wayBack?: boolean
    backup?: string
    waived?: string
    /** Rules that only advised and that it did not follow, by name. */
    advice?: string[]
    /** sha256 of exactly what may run: commands, touches, where, with which copy. Another one is not run. */
    plan?: string
  }
  ChangeApplied: {
    change: string
    how: 'by-hand' | 'in-terminal' | 'by-agent'
    results: CommandResult[]
    backup?: string
    waived?: string
    advice?: string[]
    /** What the operator does now, where Fireline ran nothing. */
    note?: string
  }
  ChangeFailed: {
    change: string
    how: 'by-hand' | 'in-terminal' | 'by-agent'
    results: CommandResult[]
    reason: string
  }
  ChangeVerified: { change: string; note?: string }
  ChangeRolledBack: { change: string; how: 'by-hand' | 'in-terminal' | 'by-agent'; results: CommandResult[] }
  /** Its command changed another number of rows than were saved before it. */
  RowsDiffer: { change: string; saved: number; ran: number }
  /** A typed command changes data of which no proven copy is held; `command` is its entry, `what` why it is thought so. */
  ChangedWithoutCopy: { command: string; terminal: string; host?: string; touches: string[]; what: string }
  /** What became of things so long after a change was applied; each line is a sentence. */
  ChangeLooked: { change: string; afterMs: number; verdict: 'better' | 'same' | 'worse'; lines: string[] }

  // traffic, moved to a stand-by and back; a share is 0 to 100
  /** Nothing is mitigated after a while, and there is a stand-by. */
  StandByOffered: { standBy: string; provenAt?: string }
  /** Again with the same `shift` when more of it is moved. `despite`: why it goes although a look fails; `fenced`: how a person knows that nothing writes to the old database. */
  TrafficStarted: {
    shift: string
    ref: string
    standBy: string
    share: number
    wayBack: string[]
    despite?: string
    fenced?: string
  }
  /** `wayBack` are the exact steps back, made and checked before the first step. */
  TrafficChecked: { shift: string; checks: TrafficCheck[]; wayBack?: string[] }
  /** `observed` is the share that was counted at the proxy, not the one that was set. */
  /** `paste`: without it a reload of the proxy forgets the move. */
  TrafficShifted: { shift: string; share: number; observed: number; tookMs: number; paste?: string }
  /** It goes back by itself at `effectiveAt` (RFC 3339), unless it is held. */
  /** `asked`: a person takes it back, so nobody may hold it. */
  WayBackAnnounced: { shift: string; why: string; effectiveAt: string; asked?: true }
  WayBackHeld: { shift: string; reason: string }
  TrafficReverted: { shift: string; how: 'automatic' | 'person'; why?: string; observed: number; tookMs: number }
  /** `observed`: where the traffic is now, if that is known; `code`: of the refusal that nothing was moved for. */
  TrafficFailed: { shift: string; reason: string; observed?: number; code?: string }

  // what happened becomes a runbook page
  Mitigated: { summary?: string }
  Resolved: { summary?: string; how: 'person' | 'recovered' }
  Reopened: { reason?: string }
  MergedInto: { incident: string }
  /** `known` is the page that it corrects, `base` that page's version; `accepted` are the words as a person accepted them, about to be committed. */
  PageDrafted: {
    draft: string
    title: string
    path: string
    markdown: string
    known?: string
    base?: string
    accepted?: true
  }
  PageAccepted: { draft: string; page: string; path: string; title: string; commit: string; trouble?: string }
  /** The named entry's free text is gone; `mask` is the sha256 of what stands there now, so that it cannot be changed again unseen. */
  Redacted: {
    entry?: string
    evidence?: string
    recording?: string
    /** One that was said beside the lead. */
    note?: string
    reason: string
    masks: { entry: string; mask: string }[]
    stillHolds: StillHolds[]
  }
}

export type EventType = keyof EventData
export type IncidentEvent = { [T in EventType]: { type: T; v: number; data: EventData[T] } }[EventType]

export type EvidenceKind = 'alert' | 'paste' | 'file' | 'command' | 'query' | 'statement' | 'plot' | 'change' | 'report'

/** A command either only looks, or it changes something. */
export type CommandKind = 'look' | 'change'

export type HostTouch = 'login' | 'no-tty' | 'held' | 'unasked' | 'package' | 'cron' | 'deploy'

/** L0 the tool said yes … L1 readable in full, L2 restored somewhere else, L3 restored and equal, L4 L3 and it answers. */
/** Nothing may be written where copies go: too little would stay free, or that is the very disk that burns. */
export type BackupWhy = 'no-room' | 'burning-disk'

export type BackupLevel = 'L0' | 'L1' | 'L2' | 'L3' | 'L4'

export interface AlertSaid {
  alert: string
  fingerprint: string
  signature: string
  title: string
  severity: string
  service: string
  startedAt: string
  source: string
  labels: Label
  annotations: Label
  link?: string
}

/** The silence that ends first of those that cover everything. */
export interface HeldBy {
  silence: string
  kind: 'silence' | 'maintenance'
  reason: string
  createdBy: string
  until: string
}

export interface OfferedPage {
  page: string
  title: string
  score: number
  why: string
  contacts?: string[]
  seen?: { times: number; lastFixedBy?: string; medianMinutes?: number }
}

export interface TrafficCheck {
  what: 'health' | 'build' | 'read-write' | 'replication' | 'capacity' | 'way-back'
  ok: boolean
  says: string
  /** No reason goes past it. */
  mustHold?: true
  /** Nothing says how, so it was not looked at: it is not proven. */
  notAsked?: true
}

export interface CommandResult {
  command: string
  exitCode?: number
  /** At most 2,000 characters of what it printed. */
  output?: string
}

/** A place that still holds a redacted text, until when, and the command that ends it. */
export interface StillHolds {
  where: string
  until: string
  command: string
}
