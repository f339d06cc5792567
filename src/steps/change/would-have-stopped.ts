import type { Entry } from '../../incident/entry.ts'
import { type Incident, named } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import { howItWent, type Judge, type Stopped } from '../../incident/would-have-stopped.ts'
import { checks, waiverFor } from './gate.ts'

/** A change that began: what each rule of the gate would have found in its way just before. Copies count as they were proven then. */
export const judgeChange: Judge = (was, entry) => {
  const begun = asBegun(entry)
  const change = begun && named(was.changes, begun.change)
  if (!change || change.state === 'applying') return []
  return checks.flatMap((check): Stopped[] => {
    const found = check(was, change, entry.at, { ...asProven(was), proofs: [] })
    if (!('rule' in found)) return []
    const waiver = waiverFor(was, change, found.waivableAs, false)
    const { seq, at, by } = entry
    const advice = [...(change.advice ?? []), ...(begun.advice ?? [])]
    const went = howItWent(found.rule, waiver, advice)
    return [{ rule: found.rule, seq, at, by: by.name, what: `${change.ref} ${change.what}`, ...went }]
  })
}

function asBegun({ type, data }: Entry): { change: string; advice?: string[] } | undefined {
  if (type === 'ChangeApplied') return data
  return type === 'ChangeStarted' && !data.wayBack ? data : undefined
}

const asProven = ({ backups }: Incident): Pick<Known, 'artefacts' | 'distances'> => ({
  artefacts: new Map(backups.map(({ id, digest }) => [id, { digest }])),
  distances: new Map(backups.map(({ id }) => [id, { changed: [] }])),
})
