/** How to reach a proxy, as its settings say; secrets are in here and never come back out. */
export type Reach = Record<string, string>

/** One server behind the proxy, as the proxy sees it now. */
export interface Server {
  name: string
  address: string
  state: 'ready' | 'drain' | 'maint' | 'down'
  /** As the proxy counts it. */
  weight: number
  /** The proxy looks at it by itself, and so many looks in a row went well. */
  passes?: number
  requests: number
  errors: number
  /** Connections that it had to try again, where the proxy counts them: who is dead is seen by these first. */
  retries?: number
  responseMs?: number
  /** The proxy gives it nothing while any other server is up. */
  spare?: true
}

/** The proxy as it is now; `digest` changes when somebody else changes it. */
export interface View {
  backend: string
  servers: Server[]
  digest: string
}

/** So many per cent of the traffic on that server, 0 to 100. */
export interface Want {
  to: string
  percent: number
}

/** Exactly what is sent, for people to read before it is. */
export interface Step {
  says: string
  command: string
  body?: string
  /** Whose share is counted once all steps are done. */
  to?: string
}

/** The way back: computed and checked before the first step. */
export interface Token {
  before: View
  steps: Step[]
}

export interface Health {
  passes: number
  ok: boolean
  says: string
}

/** What was counted at the proxy, not what was set; `share` is 0 to 100. */
export interface Observed {
  share: number
  requests: number
  errors: number
  tookMs: number
}

/**
 * The port to what shares out a service's traffic. Throws TrafficTrouble with what is wrong, in words that hold no secret.
 */
export interface TrafficDriver {
  name: string
  /** Whether a reload of the proxy keeps what was set: by itself, once a line is pasted, or not. */
  persistent: 'yes' | 'after-paste' | 'no'
  /** What a switch costs, in words: "no request is cut". */
  cuts: string
  describe(reach: Reach): Promise<View>
  /** What would be sent; sends nothing. */
  dryRun(view: View, want: Want): Step[]
  /** What takes everything back to how it was `before` traffic moved to that server; pure, and sends nothing. */
  wayBack?(before: View, to: string): Step[]
  /** Brings a server behind the proxy, looked at and without a request; one that is there already is left there. */
  add(reach: Reach, server: { name: string; address: string }): Promise<void>
  /** Waits until so many looks in a row went well. */
  prove(reach: Reach, server: string, passes: number, signal: AbortSignal): Promise<Health>
  /** Sends the steps one by one; a server that fails its looks gets no request, and nobody is drained while nobody else is up. */
  share(reach: Reach, steps: readonly Step[], signal: AbortSignal): Promise<Observed>
  /** No new visitor goes there, and it waits until those who are there are gone. */
  drain(reach: Reach, server: string, signal: AbortSignal): Promise<void>
  /** What to paste so that a reload does not undo it; none when nothing is needed. */
  state(reach: Reach): Promise<string | undefined>
  /** Sends the token's steps, whatever the looks say; once more does no harm. */
  revert(reach: Reach, token: Token, signal: AbortSignal): Promise<Observed>
}

export class TrafficTrouble extends Error {}
