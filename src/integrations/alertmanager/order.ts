import type { Label } from '../../alert/alert.ts'

/** Alertmanager's order of label sets: fewer first, then by the first name that tells them apart; one that lacks it comes first. */
export function byLabels(a: Label, b: Label): number {
  const [namesA, namesB] = [Object.keys(a), Object.keys(b)]
  if (namesA.length !== namesB.length) return namesA.length - namesB.length
  for (const name of [...namesA, ...namesB].sort()) {
    const order = compared(own(a, name), own(b, name))
    if (order !== 0) return order
  }
  return 0
}

/** Its order of the alerts of a group: `job`, then `instance`, where an alert without one comes last, then all labels. */
export function byPlace(a: Label, b: Label): number {
  for (const name of ['job', 'instance']) {
    const [ofA, ofB] = [own(a, name), own(b, name)]
    if (ofA === ofB) continue
    return ofA === undefined ? 1 : ofB === undefined ? -1 : compared(ofA, ofB)
  }
  return byLabels(a, b)
}

const own = (labels: Label, name: string): string | undefined =>
  Object.hasOwn(labels, name) ? labels[name] : undefined

function compared(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0
  return a === undefined || (b !== undefined && a < b) ? -1 : 1
}
