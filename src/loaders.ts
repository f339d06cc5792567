import { backupDrivers } from './backup-drivers.ts'
import type { Loaders } from './engine/desk.ts'
import type { Outside } from './engine/outside.ts'
import { runbookLoaders } from './engine/runbook-loaders.ts'
import { readArtefacts } from './hosts/artefacts.ts'
import { readDistances } from './hosts/distances.ts'
import { readStrain } from './hosts/hurts-now.ts'
import { readRowsNow } from './hosts/rows-now.ts'
import { readSince } from './hosts/since-change.ts'
import { rowsNow } from './integrations/postgres/rows.ts'
import { strainOf } from './integrations/postgres/strain.ts'
import type { Settings } from './settings.ts'
import type { RunbookStore } from './steps/consult/runbook-store.ts'
import { loadRecentChanges } from './store/changes.ts'
import { loadChannels } from './store/contacts.ts'
import { heldElsewhere } from './store/host-seats.ts'
import { loadJoining, loadJoiningMore } from './store/joining.ts'
import { loadLastMoved } from './store/last-moved.ts'
import { loadKept, loadOtherIncident, loadPeople, loadService } from './store/loaders.ts'
import { loadOnCall, loadPolicy, loadPolicySpec } from './store/on-call.ts'
import { loadPlans } from './store/personal-rules.ts'
import { provenCopies } from './store/proofs.ts'
import { loadResources } from './store/resources.ts'
import { loadRules } from './store/rules.ts'
import { loadSilenced } from './store/silenced.ts'
import { loadOutreach } from './store/stakeholders.ts'
import { loadStandBys } from './store/stand-bys.ts'
import { loadReports } from './store/user-reports.ts'
import { loadWhoMay } from './store/who-may.ts'
import { trafficDrivers } from './traffic-drivers.ts'

export interface LoaderParts {
  settings: Settings
  outside: Outside
  runbook: RunbookStore
  /** Who is here now, at whichever node. */
  seen: Loaders['seen']
  /** Whose connection still answers. */
  beating: Loaders['beating']
}

/** How each thing that a decision may want to know is read. */
export const loaders = ({ settings, outside, runbook, seen, beating }: LoaderParts): Loaders => ({
  people: loadPeople,
  service: loadService,
  outreach: loadOutreach,
  rules: loadRules,
  kept: loadKept,
  otherIncident: loadOtherIncident,
  policy: loadPolicy,
  policySpec: loadPolicySpec,
  lastMoved: loadLastMoved,
  silenced: loadSilenced,
  onCall: loadOnCall,
  plans: loadPlans,
  channels: channelsOf(loadChannels(outside.mail !== undefined)),
  recentChanges: loadRecentChanges,
  joining: loadJoining,
  reports: loadReports,
  joiningMore: loadJoiningMore,
  ...runbookLoaders(runbook),
  seen,
  beating,
  heldElsewhere: async (tx, was, ask) => {
    const held = await heldElsewhere(tx, was, ask)
    const there = held.length > 0 ? await beating(tx, was, ask) : new Set<string>()
    return held.map(one => ({ ...one, isThere: there.has(one.person) }))
  },
  whoMay: loadWhoMay,
  resources: tx => loadResources(tx),
  artefacts: artefactsOf(readArtefacts(backupDrivers(settings)), readRowsNow(rowsNow, outside.secrets)),
  proofs: (tx, _, ask) => provenCopies(tx, ask.at),
  distances: distancesOf(readDistances(backupDrivers(settings), outside.secrets)),
  strain: readStrain(strainOf, outside.secrets, settings.copies ?? settings.dataDir),
  since: readSince(trafficDrivers, outside.secrets),
  standBys: (tx, was) => loadStandBys(tx, was),
  mayRunHere: async () => settings.localRun,
})

/** What came of a call is about its person alone: a house of thousands is not read for each page that arrived. */
function channelsOf(load: ReturnType<typeof loadChannels>): Loaders['channels'] {
  return (tx, was, ask) => {
    const { call } = (ask.body ?? {}) as { call?: string }
    const mine = ask.by.kind === 'system' ? was.calls.find(one => one.id === call) : undefined
    return load(tx, mine?.person)
  }
}

const artefactsOf =
  (read: ReturnType<typeof readArtefacts>, rows: ReturnType<typeof readRowsNow>): Loaders['artefacts'] =>
  async (tx, was, ask) =>
    rows(tx, was, ask.at, await read(was, ask.at))

/** Who wants a new copy does not wait for what the old ones are worth. */
const distancesOf =
  (read: ReturnType<typeof readDistances>): Loaders['distances'] =>
  async (tx, was, ask) =>
    (ask.body as { proof?: string }).proof === 'full' ? new Map() : read(tx, was, ask.at)
