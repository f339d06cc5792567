import { type Ask, type Decide, happened, idOf, knowing, type Refusal, refuse } from '../../incident/decision.ts'
import type { EntryOf } from '../../incident/entry.ts'
import { type Backup, type Change, type Incident, named } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import type { Obligation } from '../../incident/obligation.ts'
import { canBeCopied, readTouch, type Touched } from '../../incident/touches.ts'
import type { ChangeBody } from './asks.ts'
import { hurtsNow } from './hurts-now.ts'
import { takeUpLast } from './last-proof.ts'
import { next } from './next.ts'
import { type OffersKnow, offers } from './offers.ts'
import { label, say } from './say.ts'
import { noSuchChange } from './unknown.ts'

/** One copy to take: one driver, one thing that it copies from. */
interface Plan {
  driver: string
  from: string
  touches: string[]
}

/** The drivers by what they can copy; the first is picked when none is named. */
const driversOf: Partial<Record<Touched['kind'], readonly string[]>> = {
  postgres: ['postgres', 'pgdump', 'built-in', 'basebackup', 'rows'],
  mariadb: ['mariadb'],
  sqlite: ['sqlite'],
  // What a team's own programs copy stands in a file on the host, not among the resources.
  own: ['own'],
  folder: ['folder', 'restic'],
}

type Knows = 'resources' | 'proofs' | 'distances' | 'strain'

export const takeBackup: Decide<ChangeBody<'take-backup'>, Knows> = knowing(
  ['resources', 'proofs', 'distances', 'strain'],
  (was, ask, known) => {
    const change = named(was.changes, ask.body.change)
    if (!change) return noSuchChange(was, ask.body, 'take-backup')
    if (ask.body.level === 'L4' && !change.touches.every(touch => canAnswer(touch, known.resources)))
      return refuse('level-not-offered', say.levelNotOffered, [next.takeBackup(change), goWithout(change)])
    if (change.touches.length === 0) {
      const ways = [nameTouches(change), next.goWithout(change, 'touches-unknown')]
      return refuse('touches-unknown', say.touchesUnknown, ways)
    }
    const { proof, driver } = asAsked(was, ask, change, known)
    if (proof === 'last') return takeUpLast(was, ask, change, known)
    const plans = plansFor(change, driver, known.resources)
    if (!Array.isArray(plans)) return plans
    const wanted = plans.filter(plan => !isUnderWay(was, change, plan))
    const hurts = ask.body.anyway ? [] : hurtsNow(driver === 'rows' ? 'rows' : 'full', known.strain)
    if (hurts.length > 0 && wanted.length > 0) return hurting(was, ask, change, known, hurts)
    return wanted.map(({ driver, touches }, n) =>
      happened('BackupStarted', { backup: idOf(ask, n), change: change.id, driver, touches, ...paceOf(ask.body) }),
    )
  },
)

/** Who says nothing of how gets the first proof on offer that is enough. */
function asAsked(was: Incident, { body, at }: Ask<ChangeBody<'take-backup'>>, change: Change, known: OffersKnow) {
  if (body.proof || body.driver || body.level || body.pace) return body
  const cheapest = offers(was, change, at, known).find(one => one.enough)
  return cheapest?.proof === 'rows' ? { driver: 'rows' } : { proof: cheapest?.proof }
}

/** It holds nobody up: what does not hurt is offered, and so is going on all the same. */
function hurting(
  was: Incident,
  { body, at }: Ask<ChangeBody<'take-backup'>>,
  change: Change,
  known: OffersKnow,
  hurts: string[],
): Refusal {
  const better = offers(was, change, at, known).filter(one => one.enough && one.hurts.length === 0)
  const goOn = next.takeAnyway(change, body)
  return refuse('hurts-now', say.hurtsNow(hurts), [...better.map(one => one.next), goOn, goWithout(change)])
}

/** Kept only where a person said it: what is gentle otherwise is looked at when it is taken. */
const paceOf = ({ pace }: ChangeBody<'take-backup'>) => pace && { pace }

/** L4 is shown by a question of its own, of a whole database. */
function canAnswer(touch: string, resources: Known['resources']): boolean {
  const read = readTouch(touch)
  return read?.kind === 'postgres' && read.table === undefined && resources.get(read.resource)?.smoke === true
}

function plansFor(change: Change, driver: string | undefined, resources: Known['resources']): Plan[] | Refusal {
  const plans: Plan[] = []
  for (const touch of change.touches) {
    const read = readTouch(touch)
    if (!read || !canBeCopied(touch))
      return refuse('no-driver', say.cannotCopy(touch), [nameTouches(change), goWithout(change)])
    const isNamed = read.kind !== 'own' && read.kind !== 'folder'
    if (isNamed && resources.get(read.resource)?.kind !== read.kind)
      return refuse('unknown-resource', say.unknownResource(touch), [nameTouches(change), goWithout(change)])
    const drivers = driversOf[read.kind] ?? []
    const picked = driver ?? drivers[0] ?? ''
    if (!drivers.includes(picked))
      return refuse('driver-does-not-fit', say.driverDoesNotFit(picked, touch), [
        { ...next.takeBackup(change), label: label.withoutDriver },
        goWithout(change),
      ])
    const from = sourceOf(read)
    const plan = plans.find(one => one.driver === picked && one.from === from)
    if (plan) plan.touches.push(touch)
    else plans.push({ driver: picked, from, touches: [touch] })
  }
  return plans
}

/** What one copy holds: one database, one file, one thing of a team's own programs, all folders of this host. */
function sourceOf(read: Touched): string {
  if (read.kind === 'folder') return 'folder'
  const part =
    read.kind === 'postgres' || read.kind === 'mariadb' ? read.database : read.kind === 'own' ? read.part : ''
  return `${read.kind} ${read.resource}/${part ?? ''}`
}

const nameTouches = (change: Change) => next.propose(change, label.nameTouches, { touches: null })
const goWithout = (change: Change) => next.goWithout(change, 'no-verified-backup')

function isUnderWay(was: Incident, change: Change, plan: Plan): boolean {
  return was.backups.some(
    backup =>
      backup.state === 'running' &&
      backup.change === change.id &&
      plan.touches.every(touch => backup.touches.includes(touch)),
  )
}

/** Only a copy that is under way can turn out proven; its time is never later than now. */
export function backupVerified(was: Incident, ask: Ask<ChangeBody<'backup-verified'>>) {
  const running = runningBackup(was, ask.body.backup)
  if (!running) return []
  const { takenAt } = ask.body
  const covers = ask.body.covers.filter(one => running.touches.includes(one))
  const honest = { ...ask.body, covers, takenAt: takenAt < ask.at ? takenAt : ask.at }
  return [happened('BackupVerified', { ...honest, ...forIt(running), verifiedAt: ask.at })]
}

export function backupFailed(was: Incident, ask: Ask<ChangeBody<'backup-failed'>>) {
  const running = runningBackup(was, ask.body.backup)
  if (!running) return []
  const { id, driver } = running
  const { reason, why } = ask.body
  return [happened('BackupFailed', { backup: id, ...forIt(running), driver, reason, ...(why && { why }) })]
}

/** The change that it is for, if it is for one. */
const forIt = ({ change }: Backup) => change && { change }

function runningBackup(was: Incident, id: string) {
  return was.backups.find(backup => backup.id === id && backup.state === 'running')
}

export function owesTheCopy({ data, at }: EntryOf<'BackupStarted'>): Obligation[] {
  // That one was taken and proven before.
  if (data.kind === 'last') return []
  return [{ kind: 'take-backup', key: `backup:${data.backup}`, dueAt: at, body: data }]
}
