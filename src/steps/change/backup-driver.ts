import type { BackupLevel, BackupWhy } from '../../incident/events.ts'
import type { CopyStep, Distance, Point, Print } from '../../incident/prints.ts'
import type { Touched } from '../../incident/touches.ts'
import type { Shown } from './levels.ts'

/** What to copy, from where, to where. Secrets are in `source` only and never come back out. */
export interface BackupTask {
  backup: string
  /** Of one resource, or folders of one host. */
  touches: readonly string[]
  /** A folder of this copy's own, 0700, empty. */
  folder: string
  /** How to reach the database; none for folders. */
  url?: string
  /** The file that a resource is, for those that are one. */
  path?: string
  /** The slug of what is copied. */
  resource?: string
  /** Where it runs, when that is not here. */
  host?: string
  /** `gentle`: what it copies from serves people who wait. */
  pace?: 'full' | 'gentle'
  /** A question in SQL that the data as a whole has to answer well. */
  smoke?: string
  /** What the change would run, for a driver that saves what it would touch. */
  commands?: readonly string[]
  /** Opens and seals this one copy. */
  key?: Buffer
}

/** Hears how far a copy is; called as often as its driver likes. */
export type Tell = (step: CopyStep) => void

/** A copy on disk, and what it has to be equal to when it is restored. */
export interface Taken {
  location: string
  digest: string
  bytes: number
  /** name of a thing (a table, a folder) -> its fingerprint at the source, in the very snapshot that was copied. */
  source: Map<string, string>
  /** What the copy does not hold, for people to know. */
  notCopied: readonly string[]
  /** What an empty database needs first to take it: schemas, types. */
  prepare?: readonly { sql: string; may?: boolean }[]
  point?: Point
  /** The same as `source`, with counts. */
  prints?: Print[]
  /** Of saved rows: how many the change's own count has to be. */
  rows?: number
  /** Indexes and constraints that a restore has to make again. */
  built?: string[]
}

/** The way back, as one line that a person types as it stands, quoted for sh. */
export interface PutBack {
  command: string
  /** `beside`: into something new first, which a person then puts in its place. */
  into: 'in place' | 'beside'
  /** Who has to be stopped before, in words. */
  stops?: string
  /** Environment variables that it asks for. */
  secrets: string[]
}

export interface Proof {
  level: BackupLevel
  covers: string[]
  /** What was restored and compared, in words. */
  proof: string
  /** The exact command that puts it back. */
  restore: string
  /** What was seen on the way; the level is judged from it, never said by a driver. */
  shown?: Shown
  putBack?: PutBack
}

/**
 * The port: a copy is taken, then proven from what lies on disk: read again in full, restored somewhere else, compared.
 * Throws BackupTrouble with what is wrong, in words that hold no secret.
 */
export interface BackupDriver {
  name: string
  for?: readonly Touched['kind'][]
  /** The most that it can show. */
  most?: BackupLevel
  /** A copy is as large as what it copies, so how much is left can be seen from what lies there. */
  isPlain?: true
  /** Undefined when it can copy this here; else why not. */
  unfit(task: BackupTask): Promise<string | undefined>
  estimateBytes(task: BackupTask): Promise<number>
  estimate?(task: BackupTask): Promise<{ bytes: number; rows?: number }>
  take(task: BackupTask, signal: AbortSignal, tell?: Tell): Promise<Taken>
  prove(task: BackupTask, taken: Taken, signal: AbortSignal, tell?: Tell): Promise<Proof>
  /** The digest of what lies there now, read in full. */
  digestOf(location: string, signal?: AbortSignal): Promise<string>
  /** Paths of this host that what is copied lies at, where that is not said by the task. */
  liesAt?(task: BackupTask): Promise<string[]>
  /** What was written at the source since then; undefined when that cannot be told. */
  distance?(task: BackupTask, since: Point): Promise<Distance | undefined>
}

/** A copy that could not be taken or proven: what is wrong, and what to do. */
export class BackupTrouble extends Error {
  /** A kind of trouble that has ways forward of its own. */
  readonly why: BackupWhy | undefined

  constructor(message: string, why?: BackupWhy) {
    super(message)
    this.why = why
  }
}

/** The copy is what its source is, and that is broken: no copy of its files is a way back. */
export class SourceDamaged extends BackupTrouble {}

/** An empty database somewhere else, to restore into; nobody else's, gone afterwards. */
export interface Scratch {
  host: string
  port?: number
  user: string
  database: string
  close(): Promise<void>
}

/** Gentle: it stands behind everybody else on its host. */
export type OpenScratch = (pace?: BackupTask['pace']) => Promise<Scratch>
