import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { rallyAsks } from './asks.ts'
import { hostDecisions, hostReactions } from './decide-hosts.ts'
import { reasonDecisions, reasonReactions } from './decide-reasons.ts'
import { recordingDecisions, recordingReactions } from './decide-recording.ts'
import { roomDecisions, roomReactions } from './decide-room.ts'
import { seatDecisions, seatReactions } from './decide-seats.ts'
import { taskDecisions, taskReactions } from './decide-tasks.ts'
import { terminalDecisions, terminalReactions } from './decide-terminals.ts'

/** The room, its lead, its keyboards; a file for each kind of decision. */
export const rallyDecisions: Decisions<typeof rallyAsks> = {
  ...roomDecisions,
  ...seatDecisions,
  ...reasonDecisions,
  ...terminalDecisions,
  ...taskDecisions,
  ...recordingDecisions,
  ...hostDecisions,
}

/** Several may react to the same event. */
export const rallyReactions: readonly Reactions[] = [
  roomReactions,
  seatReactions,
  reasonReactions,
  terminalReactions,
  taskReactions,
  recordingReactions,
  hostReactions,
]
