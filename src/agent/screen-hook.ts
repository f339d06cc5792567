import { screenCommands } from '../terminal/screen-commands.ts'
import type { KeeperHooks, ShellHands } from './keeper-hooks.ts'
import type { Session } from './keeper-protocol.ts'

/** Tells what ran where there are no marks, as the screen shows it; it holds nothing. */
export function screenHook(session: Pick<Session, 'nonce' | 'nested'>, hands: ShellHands): KeeperHooks {
  const seen = screenCommands(session, hands.cols)
  return {
    beforeKeys({ data }) {
      seen.typed(data)
      return 'pass'
    },
    heardPiece: piece => hands.told(seen.heard(piece, hands.place)),
    onWriteTrouble: () => 'go-on',
  }
}
