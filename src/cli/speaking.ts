import { ackCommand } from './ack.ts'
import { agentCommand } from './agent.ts'
import { asideCommand } from './aside.ts'
import { askCommand } from './ask.ts'
import { attachCommand } from './attach.ts'
import { burningCommand } from './burning.ts'
import { changeCommand } from './change.ts'
import { chatCodeCommand } from './chat-code.ts'
import { configCommand } from './config.ts'
import { declareCommand } from './declare.ts'
import { deliveryCommand } from './delivery.ts'
import { exportCommand } from './export.ts'
import { hostCommand } from './host.ts'
import { importCommand } from './import-on-call.ts'
import { loadCommand } from './load.ts'
import { loginCommand } from './login.ts'
import { logsCommand } from './logs.ts'
import { maintenanceCommand } from './maintenance.ts'
import { onCallCommand } from './on-call.ts'
import { patternsCommand } from './patterns.ts'
import type { Adds } from './program.ts'
import { promiseCommand } from './promise.ts'
import { ranCommand } from './ran.ts'
import { readyCommand } from './ready.ts'
import { recordingCommand } from './recording.ts'
import { rehearseCommand } from './rehearse.ts'
import { resolveCommand } from './resolve.ts'
import { rulesCommand } from './rules.ts'
import { shareCommand } from './share.ts'
import { shellCommand } from './shell.ts'
import { silenceCommand } from './silence.ts'
import { sizeUpCommand } from './size-up.ts'
import { statusPageCommand } from './status-page.ts'
import { stepCommand } from './step.ts'
import { trafficCommand } from './traffic.ts'
import { updateCommand } from './update.ts'
import { watchCommand } from './watch.ts'
import { whatIfCommand } from './what-if.ts'

/** Commands that only speak to a server, from any machine: what the file that a server hands out can do. One line each. */
export const speaking: readonly Adds[] = [
  loginCommand,
  shareCommand,
  watchCommand,
  shellCommand,
  hostCommand,
  agentCommand,
  burningCommand,
  declareCommand,
  ackCommand,
  updateCommand,
  askCommand,
  trafficCommand,
  resolveCommand,
  sizeUpCommand,
  attachCommand,
  asideCommand,
  logsCommand,
  patternsCommand,
  ranCommand,
  exportCommand,
  recordingCommand,
  onCallCommand,
  deliveryCommand,
  promiseCommand,
  whatIfCommand,
  silenceCommand,
  maintenanceCommand,
  rulesCommand,
  statusPageCommand,
  stepCommand,
  configCommand,
  importCommand,
  readyCommand,
  rehearseCommand,
  loadCommand,
  changeCommand,
  chatCodeCommand,
]
