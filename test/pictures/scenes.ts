import type { Picture } from './picture.ts'
import { afterwards } from './scenes-after.ts'
import { onceMore } from './scenes-again.ts'
import { withAgents } from './scenes-agents.ts'
import { beforehand } from './scenes-before.ts'
import { changing } from './scenes-change.ts'
import { channels } from './scenes-channels.ts'
import { chatting } from './scenes-chat.ts'
import { commanded } from './scenes-commands.ts'
import { copies } from './scenes-copies.ts'
import { finding } from './scenes-find.ts'
import { atTheGate } from './scenes-gate.ts'
import { onTheHost } from './scenes-host.ts'
import { letterboxed } from './scenes-letterbox.ts'
import { arranged } from './scenes-on-call.ts'
import { proven } from './scenes-proof.ts'
import { quiet } from './scenes-quiet.ts'
import { playedAgain } from './scenes-replay.ts'
import { rowsSaved } from './scenes-rows.ts'
import { onTheScreen } from './scenes-screen.ts'
import { signing } from './scenes-shell.ts'
import { statusAfter, statusNow } from './scenes-status.ts'
import { suggesting } from './scenes-suggest.ts'
import { talking } from './scenes-talk.ts'
import { atTheTerminals } from './scenes-terminal.ts'
import { trafficMoved } from './scenes-traffic.ts'
import { woken, wokenWithTeam } from './scenes-woken.ts'

/** In the order of the night: each scene goes on where the one before it ended. A new state is one more line in one of these. */
export const pictures: readonly Picture[] = [
  ...beforehand,
  ...channels,
  ...woken,
  ...finding,
  ...statusNow,
  ...wokenWithTeam,
  ...changing,
  ...afterwards,
  ...statusAfter,
  ...onceMore,
  ...quiet,
  ...proven,
  ...arranged,
  ...chatting,
  ...atTheTerminals,
  ...letterboxed,
  ...onTheScreen,
  ...commanded,
  ...onTheHost,
  ...suggesting,
  ...playedAgain,
  ...talking,
  ...signing,
  ...withAgents,
  ...trafficMoved,
  ...rowsSaved,
  ...copies,
  ...atTheGate,
]
