/** What came of something that was tried at a stand-by, in words that hold no secret. */
export interface Tried {
  ok: boolean
  says: string
}

/** A database as it answers. `closed`: the host says that nothing listens there; `silent`: nobody knows. */
export type OneDatabase =
  | {
      state: 'answers'
      /** The number of its cluster, which its replicas have too, and when this server started. */
      system: string
      startedAt: string
      isWritable: boolean
      /** Of a replica: how far behind; undefined when that cannot be told. */
      lagSeconds?: number
    }
  | { state: 'closed' | 'silent'; says: string }

export interface Databases {
  stand: OneDatabase
  /** Undefined when nothing names it. */
  live?: OneDatabase
  /** One write, rolled back. */
  write?: Tried
}

/** The port to the databases of a stand-by and of what is live. Never throws: what is wrong is in the answer. */
export type LookAtDatabases = (
  at: { stand: string; live?: string; writeProbe?: string },
  signal: AbortSignal,
) => Promise<Databases>
