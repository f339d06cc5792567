import type { FromAgent2, PromptState } from '../api/agent-protocol.ts'
import type { Piece } from '../terminal/escapes.ts'
import type { MarkedAt, Told } from '../terminal/marks.ts'
import { dangerHold } from './danger-hold.ts'
import type { Session } from './keeper-protocol.ts'
import { screenHook } from './screen-hook.ts'
import { signedKeys } from './signed-keys.ts'

/** Keys that the guard lets in: of the person at the machine, or of whoever holds the keyboard elsewhere. */
export interface Keys {
  data: string
  /** `agreed`: a change that was asked of Fireline; nobody is asked again. */
  by: 'local' | { person: string; epoch: number; seq?: number; after?: number; sig?: string; agreed?: true }
}

export interface Held {
  held: 'danger' | 'paste' | 'unrecorded'
  /** Why, in words. */
  says: string
}

/** `held`: they wait for a second word of whoever typed them; `drop`: they go nowhere, or the hook lets them in itself, later. */
export type WordOnKeys = 'pass' | Held | 'drop'

/** What looks at the keys and the output of a shared shell next to it, and may hold the keys. */
export interface KeeperHooks {
  beforeKeys(keys: Keys): WordOnKeys
  /** A whole piece of output, before it is recorded. */
  heardPiece(piece: Piece): void
  /** The recording cannot be written: the shell goes on without it, or waits. */
  onWriteTrouble(error: NodeJS.ErrnoException): 'go-on' | 'pause'
  /** What stands at the prompt, of a hook that knows. */
  prompt?(): PromptState
  /** Only keys that a person signed are let in: nothing is put at this prompt by the server. */
  takesOnlySigned?: true
  /** From now on what this key signs is this person's. */
  knows?(key: SessionKey): void
}

/** The public half (P-256, SPKI, base64) of what a person signs keys with, as an opening named it. */
export interface SessionKey {
  person: string
  key: string
}

/** What a hook may do by itself: one that has to hear the echo first says `drop`, and lets the keys in or holds them later. */
export interface ShellHands {
  write(data: string): void
  hold(keys: Keys, why: Held): void
  /** To the server, while the line stands. */
  tell(frame: FromAgent2): void
  /** Whose keys they are may have changed while they waited. */
  admits(by: Keys['by']): boolean
  /** Columns of the terminal now. */
  cols(): number
  /** A command began, or is over: onto the recording. */
  told(told: readonly Told[]): void
  /** Where and when this is. */
  place(): MarkedAt
}

/** Those of one shell, in the order they are asked. */
export function hooksOf(session: Session, hands: ShellHands): readonly KeeperHooks[] {
  return [
    ...(session.signed ? [signedKeys(session, hands)] : []),
    screenHook(session, hands),
    dangerHold(session, hands),
  ]
}

/** The first word that is not `pass`. */
export function wordOnKeys(hooks: readonly KeeperHooks[], keys: Keys): WordOnKeys {
  for (const hook of hooks) {
    const word = hook.beforeKeys(keys)
    if (word !== 'pass') return word
  }
  return 'pass'
}

/** `pause` where one says so; nothing where nobody looks after it. */
export function wordOnTrouble(
  hooks: readonly KeeperHooks[],
  error: NodeJS.ErrnoException,
): 'go-on' | 'pause' | undefined {
  const words = hooks.map(hook => hook.onWriteTrouble(error))
  return words.includes('pause') ? 'pause' : words[0]
}
