import { danger } from '../terminal/danger.ts'
import { typedLine } from '../terminal/typed-line.ts'
import type { KeeperHooks, Keys, ShellHands, WordOnKeys } from './keeper-hooks.ts'
import type { Session } from './keeper-protocol.ts'

/** An echo that has been quiet for so long is whole; keys that are never echoed are waited for no longer than `longestMs`. */
const quietMs = 15
const longestMs = 400
const tellMs = 60

/**
 * Holds the Enter of a line that cannot be taken back, once: whoever typed it reads why, and the next Enter runs it. What is
 * held is the line as its echo shows it, so history, completion and pastes count; a password has no echo and is never looked
 * at. Keys that come while an echo is waited for stay in their order.
 */
export function dangerHold(nonces: Pick<Session, 'nonce' | 'nested'>, hands: ShellHands): KeeperHooks {
  const typed = typedLine(nonces, hands.cols)
  let writtenMs = Number.NEGATIVE_INFINITY
  let echoMs = 0
  let held: { line: string; rest: string } | undefined
  /** What was let through with a second Enter: a line of several goes on behind it. */
  let agreed = ''
  let entering: { by: Keys['by']; rest: string; since: number; timer?: NodeJS.Timeout } | undefined
  let behind: Keys[] = []

  const write = (data: string) => {
    if (data === '') return
    writtenMs = performance.now()
    hands.write(data)
  }
  /** Milliseconds until the line on the screen is what was typed. */
  const unquietMs = () => {
    const now = performance.now()
    const isEchoed = echoMs > writtenMs
    return isEchoed ? quietMs - (now - echoMs) : longestMs - (now - writtenMs)
  }
  /** The word on an Enter whose line is whole. */
  const enter = (rest: string): 'pass' | { why: string } => {
    const line = typed.line() ?? ''
    if (held?.line === line) agreed = line
    const why = danger(line.startsWith(agreed) ? line.slice(agreed.length) : line)
    held = why === undefined ? undefined : { line, rest }
    return why === undefined ? 'pass' : { why }
  }
  const says = (why: string) => `Held: ${why}. Enter once more runs it.`
  const wait = () => {
    if (!entering) return
    clearTimeout(entering.timer)
    const left = longestMs - (performance.now() - entering.since)
    entering.timer = setTimeout(decide, Math.max(0, Math.min(unquietMs(), left)))
  }
  const decide = () => {
    if (!entering) return
    const { by, rest } = entering
    entering = undefined
    if (hands.admits(by)) enterNow(by, rest)
    const waiting = behind
    behind = []
    for (const keys of waiting) if (hands.admits(keys.by)) letIn(keys)
  }
  const enterNow = (by: Keys['by'], rest: string) => {
    const more = held?.line === typed.line() ? (held?.rest ?? '') : ''
    const word = enter(rest)
    if (word !== 'pass') return hands.hold({ data: `\r${rest}`, by }, { held: 'danger', says: says(word.why) })
    write('\r')
    return letIn({ data: more + rest, by })
  }
  /** What a hook lets in by itself. */
  const letIn = (keys: Keys) => {
    const word = beforeKeys(keys)
    if (word === 'pass') write(keys.data)
    else if (word !== 'drop') hands.hold(keys, word)
  }
  const beforeKeys = (keys: Keys): WordOnKeys => {
    if (entering) {
      behind.push(keys)
      return 'drop'
    }
    const at = enterIn(keys.data)
    if (at < 0 || !isLooked(keys)) {
      if (keys.data !== '') held = undefined
      writtenMs = performance.now()
      return 'pass'
    }
    const rest = keys.data.slice(at + 1)
    if (at === 0 && unquietMs() <= 0) {
      enterNow(keys.by, rest)
      return 'drop'
    }
    if (at > 0) held = undefined
    write(keys.data.slice(0, at))
    entering = { by: keys.by, rest, since: performance.now() }
    wait()
    return 'drop'
  }
  const isLooked = ({ by }: Keys) => {
    const state = typed.state()
    return (state === 'line' || state === 'free') && (by === 'local' || !by.agreed)
  }

  let told = ''
  let telling: NodeJS.Timeout | undefined
  const tell = () => {
    telling = undefined
    const state = typed.state()
    const line = state === 'line' ? typed.line()?.slice(0, 4_000) : undefined
    const said = JSON.stringify([state, line])
    if (said !== told) hands.tell({ type: 'prompt', state, ...(line !== undefined && { line }) })
    told = said
  }
  return {
    beforeKeys,
    heardPiece(piece) {
      typed.heard(piece)
      echoMs = performance.now()
      if (typed.state() === 'running') agreed = ''
      if (entering) wait()
      telling ??= setTimeout(tell, tellMs)
    },
    onWriteTrouble: () => 'go-on',
    prompt: typed.state,
  }
}

/** Where the first Enter is that a shell would act on; one within a bracketed paste is text. */
function enterIn(data: string): number {
  const paste = /\u001b\[200~[\s\S]*?(?:\u001b\[201~|$)/g
  const outside = data.replace(paste, pasted => 'x'.repeat(pasted.length))
  return outside.search(/[\r\n]/)
}
