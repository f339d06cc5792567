import type { Next } from './decision.ts'
import { type Change, type Incident, isAlone } from './incident.ts'
import { nameOf } from './next.ts'
import { quoted } from './quoted.ts'
import { howRowsDiffer } from './rows-differ.ts'
import { canBeCopied } from './touches.ts'

export interface AboutChange {
  says: string
  missing: string[]
  does?: Next
  also?: Next[]
}

/** Where a change stands for one person: copy first, then apply, then look whether it worked. */
export function changeNow(is: Incident, change: Change, me: string, operator: string, now: string): AboutChange {
  const body = { change: change.id }
  const mine = !is.operator || is.operator === me
  switch (change.state) {
    case 'applying':
      return { says: `${change.ref} is being applied.`, missing: [] }
    case 'applied':
      if (isWorse(change)) return backFromWorse(change)
      return {
        says: `${change.ref} is applied. Did it do what it was for?`,
        missing: change.verify ? [`It worked if: ${change.verify}`] : [],
        does: { label: 'Yes, it worked', command: 'verify-change', body },
        also: [{ label: 'Take the way back', command: 'roll-back-change', body }],
      }
    case 'failed':
      return {
        says: `${change.ref} failed. Next: take its way back, or look at what it said.`,
        missing: [],
        does: { label: 'Take the way back', command: 'roll-back-change', body },
        also: [{ label: 'Apply again', command: 'apply-change', body }],
      }
    default:
      return mine
        ? beforeApplying(is, change, me, now)
        : { says: `${change.ref} waits for ${operator}, who has the keyboard.`, missing: [] }
  }
}

/** More rows changed than were saved, or things are worse since. */
export const isWorse = ({ rowsDiffer, looks }: Change): boolean =>
  rowsDiffer !== undefined || looks?.at(-1)?.verdict === 'worse'

function backFromWorse({ id, ref, rowsDiffer, looks }: Change): AboutChange {
  const body = { change: id }
  const differs = rowsDiffer && `${howRowsDiffer(rowsDiffer)}.`
  return {
    says: differs ? `${ref} ${differs}` : `It is worse since ${ref}. Next: take its way back.`,
    missing: looks?.at(-1)?.lines.filter(line => line !== `It ${differs}`) ?? [],
    does: { label: 'Take the way back', command: 'roll-back-change', body },
    also: [{ label: 'Yes, it worked', command: 'verify-change', body }],
  }
}

function beforeApplying(is: Incident, change: Change, me: string, now: string): AboutChange {
  const body = { change: change.id }
  const backups = is.backups.filter(backup => backup.change === change.id)
  const apply: Next = { label: 'Apply change', command: 'apply-change', body }
  const waived = is.waivers.find(waiver => waiver.change === change.id)
  if (change.kind === 'simple')
    return { says: `Next: apply ${change.ref}, ${quoted(change.what)}.`, missing: [], does: apply }
  if (backups.some(backup => backup.state === 'verified'))
    return { says: `Next: apply ${change.ref}. Its backup is proven.`, missing: [], does: apply }
  if (waived) {
    const wait = waived.effectiveAt > now ? ['The waiver takes effect in a few seconds'] : []
    return { says: `Next: apply ${change.ref}, without a proven backup.`, missing: wait, does: apply }
  }
  if (backups.some(backup => backup.state === 'running'))
    return { says: `The backup for ${change.ref} is being taken, restored and compared.`, missing: [] }
  if (!allCopied(change)) return roundTheCopy(is, change, me, apply)
  const failed = backups.findLast(backup => backup.state === 'failed')
  return {
    says: `Next: copy what ${change.ref} touches, then apply it.`,
    missing: failed?.reason ? [failed.stopped ? failed.reason : `The last copy failed: ${failed.reason}`] : [],
    does: copyWays(change)[0],
    also: [apply],
  }
}

const allCopied = ({ touches }: Change): boolean => touches.length > 0 && touches.every(canBeCopied)

/** The ways to where a change may be applied: its copy, or what is left where nothing here can take one. */
export function copyWays(change: Change): Next[] {
  const { id, touches } = change
  if (allCopied(change)) return [{ label: 'Take the backup', command: 'take-backup', body: { change: id } }]
  const rule = touches.length > 0 ? 'no-verified-backup' : 'touches-unknown'
  const goWithout: Next = {
    label: 'Go without, say why…',
    command: 'waive',
    body: { rule, change: id, reason: null },
  }
  const nameTouches = proposedAnew(change, 'Say what it touches…', { touches: null })
  return touches.length > 0 ? [goWithout, nameTouches] : [nameTouches, goWithout]
}

function roundTheCopy(is: Incident, change: Change, me: string, apply: Next): AboutChange {
  const { ref, touches } = change
  const [first, second] = copyWays(change)
  const odd = touches.find(touch => !canBeCopied(touch))
  if (!odd)
    return {
      says: `Next: say what ${ref} touches, so that it is copied first.`,
      missing: [],
      does: first,
      also: [apply],
    }
  const nobodyCan = `Nothing here can copy ${quoted(odd, 40)}.`
  if (!is.lead || is.lead === me || isAlone(is, me))
    return { says: `${nobodyCan} Next: say why ${ref} goes without.`, missing: [], does: first, also: [apply] }
  const says = `${nobodyCan} Next: name what can be, or let ${nameOf(is, is.lead)} say why ${ref} goes without.`
  return { says, missing: [], does: second, also: [apply] }
}

/** The same change proposed again, with some of it said differently. */
export function proposedAnew(change: Change, label: string, differently: Record<string, unknown> = {}): Next {
  const { what, intent, kind, touches, commands, restsOn, verify, undo } = change
  const body = { what, intent, kind, touches, commands, restsOn, verify, undo, ...differently }
  const given = Object.entries(body).filter(([, value]) => value !== undefined)
  return { label, command: 'propose-change', body: Object.fromEntries(given) }
}
