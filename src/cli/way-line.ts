import type { Next } from '../incident/decision.ts'
import { quoted, sayValues } from '../incident/values.ts'

/** A way forward as a line of this program. What has a line of its own is said with that one. */
export function wayLine({ command, body, line, incident: other }: Next, here?: string): string {
  const incident = other ?? here
  const name = incident ? ` ${quoted(incident)}` : ''
  const where = incident ? ` --incident${name}` : ''
  if (line) return `${line}${line === 'fireline watch' ? name : where}`
  if (command === 'acknowledge') return `fireline ack${name}`
  return [`fireline ask${where} ${command}`, ...sayValues(body)].join(' ')
}
