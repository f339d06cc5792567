import type { HostAnswer, HostWish } from '../api/host-protocol.ts'
import type { HostFile } from './host-file.ts'

/** What a wish is done with. */
export interface HostHere {
  /** As it stands right now. */
  file: HostFile
  /** The host's name, as it was enrolled. */
  host: string
  /** Where the agent keeps its own, and the server that it was enrolled at. */
  state: string
  url: string
  /** Whoever counts as root where files are looked at. */
  root: number
  /** Ends when the agent is switched off, or its line is cut. */
  until: AbortSignal
}

type Answer = HostAnswer extends infer A ? (A extends { wish: string } ? Omit<A, 'wish'> : never) : never
export type HostAnswered = Answer

/** What this artefact can do at all: one line a wish, with the level from which on the file allows it. */
export type HostDoes = {
  [W in HostWish['type']]?: {
    level: HostFile['level']
    does(wish: Extract<HostWish, { type: W }>, here: HostHere): Promise<HostAnswered>
  }
}

const mostAtOnce = 4
const mostAMinute = 60

/**
 * Answers each wish once. The file decides, not the server: it is read anew, and whatever it does not allow is refused. A server that
 * wishes for too much is told so; nothing queues.
 */
export function hostWishes(
  does: HostDoes,
  read: () => HostFile,
  here: Omit<HostHere, 'file' | 'until'>,
  now = () => performance.now(),
) {
  let underWay = 0
  let lately: number[] = []
  const answer = async (wish: HostWish, until: AbortSignal): Promise<HostAnswered> => {
    lately = lately.filter(at => at > now() - 60_000)
    if (underWay >= mostAtOnce || lately.length >= mostAMinute)
      return no('busy', 'Too much is asked of this host at once.')
    lately.push(now())
    underWay++
    try {
      const file = read()
      const can = does[wish.type] as
        | { level: number; does(wish: HostWish, here: HostHere): Promise<HostAnswered> }
        | undefined
      if (!can || file.level < can.level)
        return no(
          'not-allowed',
          `${here.host} does not allow this: its level is ${file.level}, this needs ${can?.level ?? 'another agent'}.`,
        )
      return await can.does(wish, { ...here, file, until })
    } catch (error) {
      return no('failed', error instanceof Error ? error.message : String(error))
    } finally {
      underWay--
    }
  }
  return async (wish: HostWish, until: AbortSignal): Promise<HostAnswer> => ({
    ...(await answer(wish, until)),
    wish: wish.wish,
  })
}

/** The host says no; `message` is for people. */
export const no = (code: string, message: string): HostAnswered => ({
  type: 'no',
  code,
  message: message.slice(0, 1_000) || code,
})
