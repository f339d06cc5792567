import type { Incident } from '../../incident/incident.ts'
import { untilSeen } from '../client.ts'
import type { Doing } from '../faults/fault.ts'
import { commandLine, expectThat, type Person, type Scene } from './scene.ts'
import { made } from './think.ts'

/** Others come; the keyboard is with one of them, and with nobody else. */
export async function giveTheKeyboardToBen(scene: Scene, incident: string): Promise<void> {
  await scene.ben.ask(incident, 'join')
  await scene.cleo.ask(incident, 'join', { as: 'observer' })
  await scene.ana.ask(incident, 'give-keyboard', { to: scene.ben.id })
  const offered = await scene.ana.incident(incident)
  if (offered.operator !== scene.ben.id || offered.operatorAwaits) await scene.ben.ask(incident, 'take-keyboard')
  const is = await scene.ana.incident(incident)
  expectThat(is.operator === scene.ben.id, 'Ben has the keyboard')
  expectThat(is.lead === scene.ana.id, 'Ana still leads')
  scene.tell('keyboard', `Ben joined and has the keyboard; Ana leads; Cleo watches (${is.people.length} in the room)`)
}

/** Users first: it waits for no cause. */
export async function mitigate(scene: Scene, incident: string): Promise<void> {
  const { mitigation } = scene.injected.plan
  await doIt(scene, incident, mitigation, { symptom: mitigation.symptom ?? mitigation.what }, 'mitigation')
  await scene.ana.ask(incident, 'mitigate', { summary: `${mitigation.what}. Users are served again.` })
  const is = await scene.ana.incident(incident)
  expectThat(is.status === 'mitigated', 'the incident is mitigated')
  if (!scene.isGuest)
    await untilSeen(
      'what was done in the shared terminal to stand on the timeline',
      async () => ranInTerminal(await scene.ana.incident(incident), mitigation) || undefined,
    )
  await untilSeen(
    'customers to be served without errors',
    async () => scene.shop.experience(1_000).failed === 0 || undefined,
  )
  scene.tell('mitigated', `${mitigation.what}: customers are served without errors`)
}

function ranInTerminal({ commands }: Incident, doing: Doing): boolean {
  const isThere = (line: string) => commands.some(({ command, exitCode }) => command === line && exitCode === 0)
  return doing.commands.map(commandLine).every(isThere)
}

export async function fixAll(scene: Scene, incident: string, cause: string): Promise<void> {
  for (const fix of scene.injected.plan.fixes) {
    await doIt(scene, incident, fix, { cause }, 'fix')
    scene.tell('fixed', fix.what)
  }
  await untilSeen('the shop to be well', async () => (await scene.injected.probe()).isGreen || undefined)
}

type Rest = { cause: string } | { symptom: string } | { page: string }

/** Proposed, allowed, done where everyone sees it (or by hand), verified. */
export async function doIt(
  scene: Scene,
  incident: string,
  doing: Doing,
  restsOn: Rest,
  intent: 'mitigation' | 'fix',
  by: Person = scene.ben,
): Promise<void> {
  const { what, kind, touches, verify, undo } = doing
  // Named commands would be run, by the server where no shell is shared; a guest's hands do it.
  const commands = scene.isGuest ? [] : doing.commands.map(commandLine)
  const body = { what, intent, kind, touches, commands, restsOn, undo, ...(verify && { verify }) }
  const change = made(await by.ask(incident, 'propose-change', body), 'change')
  if (kind === 'complex') await proveBackupFirst(scene, incident, change)
  await by.ask(incident, 'apply-change', { change })
  const applied = await untilSeen(`"${what}" to be applied`, async () => {
    const is = (await by.incident(incident)).changes.find(each => each.id === change)
    expectThat(is?.state !== 'failed', `"${what}" worked (${JSON.stringify(is?.results)})`)
    return is?.state === 'applied' ? is : undefined
  })
  if (applied.how === 'by-hand') await byHand(scene, doing)
  await by.ask(incident, 'verify-change', { change })
  const is = await by.incident(incident)
  expectThat(is.changes.find(each => each.id === change)?.state === 'verified', `"${what}" was applied and verified`)
}

async function byHand(scene: Scene, { commands }: Doing): Promise<void> {
  for (const args of commands) {
    const { exitCode, output } = await scene.shopctl(args)
    expectThat(exitCode === 0, `${commandLine(args)} worked (it said: ${output})`)
  }
}

/** A complex change is refused until a copy of what it touches was restored somewhere else and compared. */
async function proveBackupFirst(scene: Scene, incident: string, change: string): Promise<void> {
  const refusal = await scene.ben.askAndBeRefused(incident, 'apply-change', { change })
  expectThat(refusal.code === 'no-verified-backup', 'a complex change is refused without a proven backup')
  scene.tell('refused', `${refusal.message} (${refusal.next.map(each => each.label).join(' · ')})`)
  await scene.ben.ask(incident, 'take-backup', { change })
  const backup = await untilSeen('a proven backup', async () => {
    const { backups } = await scene.ana.incident(incident)
    const failed = backups.find(each => each.change === change && each.state === 'failed')
    expectThat(!failed, `the backup was proven (${failed?.reason})`)
    return backups.find(each => each.change === change && each.state === 'verified')
  })
  expectThat(backup.proof, 'the backup says what was restored and compared')
  scene.tell('backup', `${backup.driver}, ${backup.level}, restored somewhere else: ${backup.proof}`)
}
