import { randomBytes } from 'node:crypto'
import type { Opening, OpeningNo, SignedOpening } from '../terminal/opening.ts'
import type { HostAccount, HostFile } from './host-file.ts'
import { sshPrint, verifyOpening } from './verify-opening.ts'

const validMs = 60_000
/** A server that asks again and again fills no memory; the oldest question is forgotten. */
const mostWaiting = 50
/** Signatures are looked at one by one and by a program of their own. */
const mostAtOnce = 4

/** What somebody wants to open. With `joins` they want to type in a shell that this host has opened before. */
export interface WantedOpening {
  incident: string
  terminal: string
  joins?: true
}

/** What a person has to sign over, and whose keys this host knows: fingerprints, for theirs to be found among their keys. */
export interface Question {
  nonce: string
  notAfter: string
  accounts: { account: string; key?: string; passkey?: { id: string; rpId: string } }[]
}

export interface OpeningsParts {
  host: string
  /** As whom a shell runs that this host has opened; undefined when it has not, or it has ended. */
  runsAs(terminal: string): { as?: string } | undefined
  /** Milliseconds that only grow, and the time of day for people. */
  clock: { ms(): number; now(): Date }
}

/** An opening that holds: the shell may start, or the key be told to the one that runs. */
export interface Allowed {
  opening: Opening
  listed: HostAccount
  /** Fingerprint of the key that signed. */
  key: string
  joins: boolean
}

/**
 * The host's side of an opening: it asks a question of its own, once, for a minute, and believes nothing that came over the
 * line but a signature over exactly that question by a key on its list.
 */
export interface Openings {
  wanted(wanted: WantedOpening, file: AllowsShells): Question | { no: OpeningNo }
  open(opening: Opening, signed: SignedOpening, file: AllowsShells): Promise<Allowed | { no: OpeningNo }>
}

/** As it stands now: what is taken off the list counts at once. */
export type AllowsShells = Pick<HostFile, 'level' | 'shell'>

export function openingsOf({ host, runsAs, clock }: OpeningsParts): Openings {
  const asked = new Map<string, WantedOpening & { untilMs: number; notAfter: string }>()
  let looking = 0

  const wanted: Openings['wanted'] = (want, { level, shell }) => {
    if (level < 4 || !shell) return { no: 'shell-off' }
    if ((runsAs(want.terminal) !== undefined) !== (want.joins === true)) return { no: 'other-terminal' }
    const nonce = randomBytes(32).toString('base64url')
    const notAfter = new Date(clock.now().getTime() + validMs).toISOString()
    asked.set(nonce, { ...want, untilMs: clock.ms() + validMs, notAfter })
    const [oldest] = asked.keys()
    if (asked.size > mostWaiting && oldest) asked.delete(oldest)
    return { nonce, notAfter, accounts: Object.entries(shell.accounts).map(listedAs) }
  }

  /** Whatever comes of it, a question is answered once. */
  const answered = (opening: Opening): (WantedOpening & { notAfter: string }) | { no: OpeningNo } => {
    const question = asked.get(opening.nonce)
    asked.delete(opening.nonce)
    if (!question) return { no: 'unknown-nonce' }
    if (clock.ms() >= question.untilMs || opening.notAfter !== question.notAfter) return { no: 'too-late' }
    if (opening.host !== host) return { no: 'other-host' }
    if (opening.incident !== question.incident) return { no: 'other-incident' }
    if (opening.terminal !== question.terminal) return { no: 'other-terminal' }
    return question
  }

  return {
    wanted,
    async open(opening, signed, file) {
      const question = answered(opening)
      if ('no' in question) return question
      if (looking >= mostAtOnce) return { no: 'did-not-start' }
      looking += 1
      const verified = await verifyOpening(opening, signed, file).finally(() => (looking -= 1))
      if ('no' in verified) return verified
      const { listed, key } = verified
      if (!question.joins) return { opening, listed, key, joins: false }
      // Whoever may be root here in one shell is not thereby let into another's.
      const runs = runsAs(opening.terminal)
      if (!runs) return { no: 'other-terminal' }
      return runs.as === listed.as ? { opening, listed, key, joins: true } : { no: 'other-account' }
    },
  }
}

const listedAs = ([account, { key, passkey }]: [string, HostAccount]): Question['accounts'][number] => ({
  account,
  ...(key && { key: sshPrint(key) }),
  ...(passkey && { passkey: { id: passkey.id, rpId: passkey.rpId } }),
})
