import type { Alert } from '../alert/alert.ts'
import { type HeardAgain, noteHeardAgain } from '../store/heard-again.ts'
import type { AlertResult } from './alert-result.ts'
import type { Round } from './round.ts'

/** Where each alert told has its result: its own, or that of the same alert told before with nothing new. */
export interface Echoes {
  resultOf: number[]
  alerts: readonly Alert[]
}

/** The same alert told again with the same words changes nothing: it is counted, and hears the same. */
export function withoutEchoes(alerts: readonly Alert[]): { unlike: Alert[]; echoes: Echoes } {
  const last = new Map<string, { alert: Alert; at: number }>()
  const unlike: Alert[] = []
  const resultOf = alerts.map(alert => {
    const before = last.get(alert.fingerprint)
    if (before && isSame(before.alert, alert)) return before.at
    unlike.push(alert)
    last.set(alert.fingerprint, { alert, at: unlike.length - 1 })
    return unlike.length - 1
  })
  return { unlike, echoes: { resultOf, alerts } }
}

const isSame = (a: Alert, b: Alert): boolean =>
  JSON.stringify({ ...a, expiresAt: undefined }) === JSON.stringify({ ...b, expiresAt: undefined })

/** One result for each alert told. */
export async function echoed(
  round: Round,
  results: readonly AlertResult[],
  { resultOf, alerts }: Echoes,
): Promise<AlertResult[]> {
  if (results.length === alerts.length) return [...results]
  const answered = new Set<number>()
  const again = new Map<string, HeardAgain>()
  const all = resultOf.map((at, i) => {
    const result = results[at] as AlertResult
    if (!answered.has(at)) return (answered.add(at), result)
    if (result.alert !== undefined) {
      const count = (again.get(result.alert)?.count ?? 0) + 1
      again.set(result.alert, { id: result.alert, count, heardAt: round.at, expiresAt: alerts[i]?.expiresAt })
    }
    const isNew = result.outcome === 'created' || result.outcome === 'joined'
    return isNew ? { ...result, outcome: 'updated' as const } : result
  })
  await noteHeardAgain(round.tx, [...again.values()])
  return all
}
