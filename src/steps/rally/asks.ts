import type { AskSpecs } from '../../incident/asks.ts'
import { hostAsks } from './asks-hosts.ts'
import { reasonAsks } from './asks-reasons.ts'
import { recordingAsks } from './asks-recording.ts'
import { roomAsks } from './asks-room.ts'
import { seatAsks } from './asks-seats.ts'
import { taskAsks } from './asks-tasks.ts'
import { terminalAsks } from './asks-terminals.ts'

/** What may be asked of this step, a file for each kind of it. */
export const rallyAsks = {
  ...roomAsks,
  ...seatAsks,
  ...reasonAsks,
  ...terminalAsks,
  ...taskAsks,
  ...recordingAsks,
  ...hostAsks,
} satisfies AskSpecs
