import type { Next } from '../incident/decision.ts'
import { quoted, sayValues } from './values.ts'

/** A way forward as a line of this program. What has a line of its own is said with that one. */
export function wayLine({ command, body, line }: Next, incident?: string): string {
  const where = incident ? ` --incident ${quoted(incident)}` : ''
  if (line) return `${line}${where}`
  if (command === 'acknowledge') return incident ? `fireline ack ${quoted(incident)}` : 'fireline ack'
  return [`fireline ask${where} ${command}`, ...sayValues(body)].join(' ')
}
