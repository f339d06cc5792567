import type { Sent } from '../fakes/ledger.ts'
import { type Campaign, stakeholders } from './campaign.ts'
import type { Kill } from './house.ts'
import { of, type Told } from './told.ts'

export interface MailFacts {
  pagesOwed: number
  pagesHandedOver: number
  /** Owed, and no longer needed when its turn came: said so on the timeline. */
  pagesMoot: number
  letters: number
  mailsSent: number
  duplicates: number
}

/** Every page owed left or says why not, none left that was not owed, and a copy has a kill before it. */
export function mailTroubles({ ledger, kills }: Campaign, told: Told[]): { facts: MailFacts; troubles: string[] } {
  const entries = told.flatMap(one => one.entries)
  const owed = of(entries, 'CallOwed').map(entry => entry.data.call)
  const handed = of(entries, 'CallHandedOver').map(entry => entry.data)
  const handedOver = new Set(handed.map(one => one.call))
  const messages = new Map(handed.map(one => [one.call, one.together ?? one.call]))
  const failed = of(entries, 'CallFailed')
  const moot = new Set(failed.filter(one => one.data.answer.startsWith('No longer needed')).map(one => one.data.call))
  const copies = Map.groupBy(ledger.sent, one => `${one.headers['message-id']} to ${one.to}`)
  const sent = new Set([...copies.keys()].flatMap(key => /^<call-([^@]+)@/.exec(key)?.[1] ?? []))
  const toldStakeholders = of(entries, 'StakeholdersTold').length * stakeholders.length
  const letters = [...copies.keys()].filter(key => key.startsWith('<tell-')).length
  const repeats = [...copies.values()].flatMap(same => same.slice(1).map((copy, n) => ({ copy, before: same[n] })))
  const troubles = [
    ...owed.filter(call => !handedOver.has(call) && !moot.has(call)).map(call => `page ${call} is missing`),
    ...failed.filter(one => !moot.has(one.data.call)).map(one => `page ${one.data.call} failed: ${one.data.answer}`),
    ...[...messages].filter(([, message]) => !sent.has(message)).map(([call]) => `page ${call} never left`),
    ...[...sent]
      .filter(call => !owed.includes(call) && ![...messages.values()].includes(call))
      .map(call => `page ${call} left and was not owed`),
    ...(letters === toldStakeholders ? [] : [`${letters} letters to stakeholders left of ${toldStakeholders}`]),
    ...repeats.flatMap(({ copy, before }) => unfounded(copy, before, kills)),
  ]
  const facts = {
    pagesOwed: owed.length,
    pagesHandedOver: handedOver.size,
    pagesMoot: moot.size,
    letters,
    mailsSent: ledger.sent.length,
    duplicates: repeats.length,
  }
  return { facts, troubles }
}

/** A copy is right only after a kill that hit the one before it, and it says that it may be one. */
function unfounded(copy: Sent, before: Sent | undefined, kills: Kill[]): string[] {
  const name = `${copy.headers['message-id']} to ${copy.to}`
  const wasHit = kills.some(kill => before && kill.to >= before.at && kill.from <= copy.at)
  return [
    ...(wasHit ? [] : [`${name} was sent twice without a kill in between`]),
    ...(/may be a repeat/.test(copy.body) ? [] : [`${name} is a copy and does not say that it may be one`]),
  ]
}
