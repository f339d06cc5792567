import { hostLabel, hostRefusals, hostSay } from './say-hosts.ts'
import { reasonLabel, reasonRefusals, reasonSay } from './say-reasons.ts'
import { recordingLabel, recordingRefusals, recordingSay } from './say-recording.ts'
import { roomLabel, roomRefusals, roomSay } from './say-room.ts'
import { seatLabel, seatRefusals, seatSay } from './say-seats.ts'
import { taskLabel, taskRefusals, taskSay } from './say-tasks.ts'
import { terminalLabel, terminalRefusals, terminalSay } from './say-terminals.ts'

/** The words people read in the room, a file for each kind of them. */
export const say = { ...roomSay, ...seatSay, ...reasonSay, ...terminalSay, ...taskSay, ...recordingSay, ...hostSay }

export const label = {
  ...roomLabel,
  ...seatLabel,
  ...reasonLabel,
  ...terminalLabel,
  ...taskLabel,
  ...recordingLabel,
  ...hostLabel,
}

/** The codes of this step's refusals: part of the API. */
export const rallyRefusals: readonly string[] = [
  ...new Set([
    ...roomRefusals,
    ...seatRefusals,
    ...reasonRefusals,
    ...terminalRefusals,
    ...taskRefusals,
    ...recordingRefusals,
    ...hostRefusals,
  ]),
].sort()
