import type { Service } from '../catalog/service.ts'
import type { Person } from '../roster/person.ts'
import type { PersonalRules } from '../roster/personal-rules.ts'
import type { FrozenPolicy, OnCallPolicy } from '../roster/policy.ts'
import type { AlertSaid, BackupLevel, HeldBy, OfferedPage } from './events.ts'
import type { Distance, Print } from './prints.ts'
import type { RuleSetting } from './rules.ts'
import type { Strain } from './strain.ts'

/** What decisions may ask to know beyond their own timeline. The engine loads a field only for those who name it. */
export interface Known {
  /** Everyone who can be named, by id. */
  people: Map<string, Person>
  service: Service
  /** How far a word to stakeholders about this incident would go now. */
  outreach: Outreach
  /** The service's escalation policy with each step's people as of the ask. */
  policy: OnCallPolicy
  /** The service's escalation policy as it is written now, nobody looked up: what an incident freezes when it opens. */
  policySpec: FrozenPolicy
  /** When whoever has the incident last did something here; undefined when nobody has it or they did nothing yet. */
  lastMoved: string | undefined
  /** The silence by which everything that fires here is covered now; undefined where an alert is not, or a person declared it. */
  silenced: HeldBy | undefined
  /** Who may be reached, and how: person id -> channels, best first. */
  channels: Map<string, string[]>
  /** How people want to be paged, for those who said so: person id -> their own rules. */
  plans: Map<string, PersonalRules>
  /** Who is on call now: schedule -> person; nobody at a gap. */
  onCall: Map<string, Person | undefined>
  rules: Record<string, RuleSetting>
  /** Who has an open connection to Fireline now, or had one within the last minute. */
  seen: ReadonlySet<string>
  /** Whose connection still answers: nobody waits long for a keyboard whose holder is not among them. */
  beating: ReadonlySet<string>
  /** Hosts of this incident, or that the ask names, whose keyboard somebody has in another one. */
  heldElsewhere: readonly HeldElsewhere[]
  /** Who has access where the ask's command was denied, or is on call, the first to page first. */
  whoMay: readonly WhoMay[]
  /** What changed lately on the service and what it depends on, newest first. */
  recentChanges: RecentChange[]
  /** What the runbook offers for this incident. */
  pages: OfferedPage[]
  /** Alerts that joined this incident and are not told on its timeline yet. */
  joining: AlertSaid[]
  /** What people outside told about this incident, when it is time to tell it here. */
  reports: KnownReports | undefined
  /** How many more joined, by severity: of very many only a few are remembered one by one. */
  joiningMore: Record<string, number>
  /** What can be copied, by slug. */
  resources: Map<string, Resource>
  /** What is there now of each copy that this incident may rest on, by backup. Read anew for every ask. */
  artefacts: Map<string, Artefact>
  /** Copies that were proven outside this incident, the newest of a resource first. */
  proofs: readonly ProvenElsewhere[]
  /** What was written since each copy was taken, by backup or proof. What is not there is not known. */
  distances: Map<string, Distance>
  /** How what the ask's change touches, and the disk that copies go to, fare now. What is not there is not known. */
  strain: readonly Strain[]
  /** What became of things since the change that the ask names; undefined when nobody looked. */
  since: Since | undefined
  /** The stand-bys of the incident's service, by slug. */
  standBys: Map<string, StandBy>
  /** Fireline may run a change's commands on its own host. */
  mayRunHere: boolean
  /** The text that the ask carries, already stored as a blob in the same transaction. */
  kept: Kept
  /** The page that already covers this trouble: the one of the same signature, else the one followed. */
  knownPage: KnownPage | undefined
  /** The page that the ask names. */
  namedPage: { id: string; title: string; steps: string[] } | undefined
  /** The other incident that the ask names, if it exists. */
  otherIncident: { id: string; number: number; mergedInto?: string; lead?: string } | undefined
}

/** The keyboard of a host, as another incident has it. */
export interface HeldElsewhere {
  host: string
  /** INC-12. */
  incident: string
  person: string
  name: string
  /** Their line answers. */
  isThere: boolean
}

/** Addresses that would get a mail, and status pages that would show it. */
export interface Outreach {
  addresses: number
  pages: number
}

/** All of them counted; `says` is what most of them say, `since` the earliest that one of them named. */
export interface KnownReports {
  count: number
  says: string
  since?: string
  source: string
  kept: Kept
}

export interface Kept {
  digest: string
  bytes: number
  /** At most 2,000 characters. */
  excerpt: string
}

/** A page of the runbook as it stands now, byte for byte; `version` names exactly this text. */
export interface KnownPage {
  path: string
  title: string
  markdown: string
  version: string
}

/** A thing that holds data and that Fireline can reach: `pg:shop` is the resource `shop`. */
export interface Resource {
  slug: string
  kind: 'postgres' | 'mariadb' | 'sqlite' | 'folder'
  /** There is a question that its data has to answer well. */
  smoke?: true
}

/** A copy that a rehearsal proved, and that is still there. */
export interface ProvenElsewhere {
  id: string
  resource: string
  driver: string
  level: BackupLevel
  covers: string[]
  /** RFC 3339. */
  takenAt: string
  verifiedAt: string
  digest: string
  location: string
  bytes: number
  prints?: Print[]
  /** How long it took to copy, put somewhere else and compare. */
  ms?: number
}

/** What a proxy counted while something was so: requests, those that failed, and how long answers took on average. */
export interface ProxyCount {
  requests: number
  errors: number
  responseMs?: number
}

/** What was seen outside of the timeline since a change was applied. */
export interface Since {
  /** At the proxy of this stand-by: from when the change was proposed until it was applied, and from then on. */
  proxy?: { standBy: string; before: ProxyCount; after: ProxyCount }
}

/** A second place that can take a service's traffic. */
export interface StandBy {
  slug: string
  service: string
  driver: string
  /** After so long without mitigation it is offered. */
  offerAfterMinutes: number
  provenAt?: string
  /** Another incident has traffic there: INC-7, and the id of its shift. */
  moving?: { incident: string; shift: string }
}

/** A copy as it is found now; `digest` is undefined when it is gone or cannot be read. */
export interface Artefact {
  digest?: string
  /** Of saved rows: whether the change would touch the same ones now, reading as they did. */
  rows?: 'same' | 'others' | 'unknown'
}

export interface WhoMay {
  person: string
  name: string
  /** By the list that is kept of the host or the database. */
  hasAccess: boolean
  isOnCall: boolean
}

export interface RecentChange {
  id: string
  service: string
  summary: string
  /** Where, in the sender's words. */
  source?: string
  author?: string
  /** The author, when they are one of ours. */
  person?: string
  at: string
  link?: string
}
