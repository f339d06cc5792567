import type { BackupLevel } from '../../incident/events.ts'

/** What to copy, from where, to where. Secrets are in `source` only and never come back out. */
export interface BackupTask {
  backup: string
  /** Of one resource, or folders of one host. */
  touches: readonly string[]
  /** A folder of this copy's own, 0700, empty. */
  folder: string
  /** How to reach the database; none for folders. */
  url?: string
}

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
}

export interface Proof {
  level: BackupLevel
  covers: string[]
  /** What was restored and compared, in words. */
  proof: string
  /** The exact command that puts it back. */
  restore: string
}

/**
 * The port: a copy is taken, then proven from what lies on disk: read again in full, restored somewhere else, compared.
 * Throws BackupTrouble with what is wrong, in words that hold no secret.
 */
export interface BackupDriver {
  name: string
  /** Undefined when it can copy this here; else why not. */
  unfit(task: BackupTask): Promise<string | undefined>
  estimateBytes(task: BackupTask): Promise<number>
  take(task: BackupTask, signal: AbortSignal): Promise<Taken>
  prove(task: BackupTask, taken: Taken, signal: AbortSignal): Promise<Proof>
  /** The digest of what lies there now, read in full. */
  digestOf(location: string, signal?: AbortSignal): Promise<string>
}

/** A copy that could not be taken or proven: what is wrong, and what to do. */
export class BackupTrouble extends Error {}

/** An empty database somewhere else, to restore into; nobody else's, gone afterwards. */
export interface Scratch {
  host: string
  port?: number
  user: string
  database: string
  close(): Promise<void>
}

export type OpenScratch = () => Promise<Scratch>
