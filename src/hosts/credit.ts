import type { Screen } from './screen.ts'

/** How far the recording of a terminal may grow before what prints there waits. Bytes of the recording. */
export interface Credit {
  upTo(): number
  /** The operator's screen is drawn up to here. */
  operatorShown(offset: number): void
  /** The recording has come up to here. */
  relayedTo(offset: number): void
  /** Far beyond its credit: only an agent that keeps to none comes there. */
  isFarBeyond(): boolean
  /** Each time that it is worth saying. Returns how to stop. */
  onMore(tell: (upTo: number) => void): () => void
  end(): void
}

/** Small, for a key's echo comes behind all that is under way: at three megabytes a second these are 40 ms. */
const aheadOfOperator = 128 * 1024
const aheadOfScreen = 512 * 1024
const worthSaying = 32 * 1024
const farBeyond = 8 * 1024 * 1024
/** An operator whose browser draws nothing for so long is not waited for. */
const operatorSilentMs = 500
/** While it is nearly used up it is said again so often: who hears nothing of it waits for nobody. */
const sayAgainMs = 700

/**
 * Credit follows what was shown, to the operator and by the parser, and nothing else: it does not know of the database, and no
 * watcher holds anyone up.
 */
export function creditOf(screen: Pick<Screen, 'position' | 'onPosition'>, ms = () => performance.now()): Credit {
  let relayed = 0
  let operator: { shown: number; atMs: number } | undefined
  let said = 0
  const tells = new Set<(upTo: number) => void>()
  const upTo = () => {
    const byScreen = screen.position() + aheadOfScreen
    if (!operator) return byScreen
    const keepsUp = operator.shown >= screen.position() || ms() - operator.atMs < operatorSilentMs
    return keepsUp ? Math.min(byScreen, operator.shown + aheadOfOperator) : byScreen
  }
  const say = () => {
    said = upTo()
    for (const tell of tells) tell(said)
  }
  const look = () => upTo() - said >= worthSaying && say()
  const again = setInterval(() => relayed > said - aheadOfOperator && say(), sayAgainMs).unref()
  screen.onPosition(look)
  return {
    upTo,
    operatorShown(offset) {
      operator = { shown: Math.max(operator?.shown ?? 0, Math.min(offset, relayed)), atMs: ms() }
      look()
    },
    relayedTo: offset => (relayed = offset),
    isFarBeyond: () => relayed > screen.position() + farBeyond,
    onMore(tell) {
      tells.add(tell)
      return () => tells.delete(tell)
    },
    end: () => clearInterval(again),
  }
}
