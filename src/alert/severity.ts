import type { AlertSeverity } from './alert.ts'

const words: Record<AlertSeverity, readonly string[]> = {
  critical: ['critical', 'crit', 'fatal', 'emergency', 'emerg', 'disaster', 'page', 'p1', 'sev1', '1'],
  error: ['error', 'err', 'major', 'high', 'alert', 'p2', 'sev2', '2'],
  warning: ['warning', 'warn', 'minor', 'medium', 'average', 'ticket', 'p3', 'sev3', '3'],
  info: ['info', 'information', 'informational', 'notice', 'low', 'debug', 'ok', 'p4', 'p5', 'sev4', 'sev5', '4', '5'],
  none: ['none'],
}

export const alertSeverities = Object.keys(words) as AlertSeverity[]

const byWord = new Map(alertSeverities.flatMap(severity => words[severity].map(word => [word, severity] as const)))

/** The sender's word as one of ours. A word nobody knows, or none at all, is an error: better one page too many. */
export function alertSeverity(word: string | undefined): AlertSeverity {
  return byWord.get(word?.trim().toLowerCase() ?? '') ?? 'error'
}

export function isMoreSevere(a: AlertSeverity, b: AlertSeverity): boolean {
  return alertSeverities.indexOf(a) < alertSeverities.indexOf(b)
}
