import { backupDrivers } from './backup-drivers.ts'
import { performCall } from './engine/call.ts'
import { type Canary, performCanary } from './engine/canary.ts'
import { performChat } from './engine/chat/tell-room.ts'
import { performCommitPage } from './engine/commit-page.ts'
import { performOfferPages } from './engine/offer-pages.ts'
import { performOnCallWord } from './engine/on-call-word.ts'
import type { Outside } from './engine/outside.ts'
import { type Performers, performAsk } from './engine/perform.ts'
import { performReachCheck, performTellTeam } from './engine/reach-checks.ts'
import { readyCalls } from './engine/ready-calls.ts'
import { performConfirmLetter, performStakeholderLetter } from './engine/stakeholder-letters.ts'
import { performAskAuthor, performDigest, performTellStakeholders } from './engine/tell.ts'
import { performTestCall } from './engine/test-call.ts'
import { performToldTogether } from './engine/told-together.ts'
import { performTellLearners, performWatchWord } from './engine/watch-word.ts'
import { performWeeklyNoise } from './engine/weekly-noise.ts'
import { copiesFolder } from './hosts/copies.ts'
import { moveTraffic } from './hosts/move-traffic.ts'
import { putAtPrompt } from './hosts/put-at-prompt.ts'
import { rehearse } from './hosts/rehearse.ts'
import { runChange } from './hosts/run-change.ts'
import { runHere } from './hosts/run-here.ts'
import { runInTerminal } from './hosts/run-in-terminal.ts'
import { takeBackup } from './hosts/take-backup.ts'
import { loopback } from './integrations/loopback/loopback.ts'
import { lookAtDatabases } from './integrations/postgres/stand-by.ts'
import { performStatusCopy } from './server/status-copy.ts'
import type { Settings } from './settings.ts'
import type { RunbookStore } from './steps/consult/runbook-store.ts'
import { trafficDrivers } from './traffic-drivers.ts'

export interface PerformerParts {
  settings: Settings
  outside: Outside
  flown: Canary
  runbook: RunbookStore
}

/** A command of a change may take this long before nobody knows how it ended. */
const commandMs = 10 * 60_000

/** Who does what is owed, by kind. */
export function performers({ settings, outside, flown, runbook }: PerformerParts): Performers {
  const copies = copiesFolder(settings)
  const backups = { copies, dataDir: settings.dataDir, secrets: outside.secrets, drivers: backupDrivers(settings) }
  return {
    ask: performAsk,
    'offer-pages': performOfferPages(runbook),
    'commit-page': performCommitPage(runbook),
    call: performCall(outside, readyCalls(outside)),
    'told-together': performToldTogether(outside),
    'test-call': performTestCall(outside),
    'tell-stakeholders': performTellStakeholders(outside),
    'ask-author': performAskAuthor(outside),
    digest: performDigest(outside),
    'weekly-noise': performWeeklyNoise(outside),
    'on-call-word': performOnCallWord(outside),
    'tell-learners': performTellLearners,
    'watch-word': performWatchWord(outside),
    'take-backup': takeBackup(backups),
    'run-change': runChange({
      inTerminal: (desk, terminal, command, signal) =>
        runInTerminal(desk, terminal, command, { timeoutMs: commandMs, signal }),
      here: runHere,
    }),
    'put-at-prompt': putAtPrompt,
    'move-traffic': moveTraffic({
      secrets: outside.secrets,
      outbound: outside.outbound,
      drivers: trafficDrivers,
      databases: lookAtDatabases,
    }),
    rehearse: rehearse(backups),
    'reach-check': performReachCheck(outside),
    'tell-team': performTellTeam,
    chat: performChat(outside),
    'stakeholder-letter': performStakeholderLetter(outside),
    'status-copy': performStatusCopy(settings, outside),
    'confirm-letter': performConfirmLetter(outside),
    canary: performCanary(outside, loopback(flown.came), flown),
  }
}
