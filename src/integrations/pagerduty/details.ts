import type { Label } from '../../alert/alert.ts'
import { isFields } from '../../alert/reading.ts'

const mostDetails = 200

/** Details are any JSON; what is not text is written as JSON. Alertmanager puts the labels of its alerts into one of them as lines. */
export function labelsIn(details: unknown): Label {
  if (typeof details === 'string') return details === '' ? {} : { details }
  if (!isFields(details)) return {}
  const told = Object.entries(details)
    .slice(0, mostDetails)
    .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])
  const labels = Object.fromEntries(told) as Label
  const lines = /(?:^|\n)Labels:\n((?: - [^\n]+(?:\n|$))+)/.exec(labels['firing'] ?? '')?.[1] ?? ''
  const listed = lines
    .split('\n')
    .map(line => / - ([^=]{1,200}?) = (.*)/.exec(line))
    .filter(match => match !== null)
  return { ...Object.fromEntries(listed.map(([, name, value]) => [name, value])), ...labels }
}
