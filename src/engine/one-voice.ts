import { claimWord, type LastWord, wordTaken } from '../store/last-resort.ts'
import type { Desk } from './desk.ts'
import type { Nodes } from './nodes.ts'
import { savingOf } from './saving.ts'

/** `mine`: say it; `alone`: say it, no other node can be asked; `told`: it is said; `later`: ask again. */
export type MaySay = 'mine' | 'alone' | 'told' | 'later'

/** Several nodes, one voice towards the operators, as long as the database answers. */
export interface OneVoice {
  /** This node's name, and how many serve with it. */
  name(): string
  serving(): number
  /** What was said last, from whichever node, as of a moment ago. */
  lastWord(): LastWord | undefined
  setRed(since: Date | undefined): void
  /** `redAt`: when red was said last. */
  mayI(said: 'red' | 'green', redAt: Date): Promise<MaySay>
  taken(said: 'red' | 'green', answer: string): Promise<void>
}

/** Nobody is known before this node listens. */
export function oneVoice(desk: Desk, nodes: () => Nodes | undefined): OneVoice {
  const name = () => nodes()?.name ?? ''
  const asked = <T>(work: () => Promise<T>): Promise<T> => savingOf(desk).orAway(work)
  return {
    name,
    serving: () =>
      nodes()
        ?.now()
        .filter(one => one.is === 'up').length ?? 1,
    lastWord: () => nodes()?.lastWord(),
    setRed: since => nodes()?.setRed(since),
    async mayI(said, redAt) {
      const now = desk.clock.now()
      try {
        return await asked(() => claimWord(desk.db, { said, id: desk.node, name: name(), now, redAt }))
      } catch {
        // Who cannot ask says that pages may not leave, and does not say that all is well.
        return said === 'red' ? 'alone' : 'later'
      }
    },
    async taken(said, answer) {
      await asked(() => wordTaken(desk.db, said, name(), desk.clock.now(), answer)).catch(() => {})
    },
  }
}
