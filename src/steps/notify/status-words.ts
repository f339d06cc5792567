import type { Incident } from '../../incident/incident.ts'
import type { Severity } from '../../incident/severity.ts'

/** How a part can be, the worst first. */
export const partStates = {
  down: 'Not working',
  partly: 'Partly not working',
  slow: 'Slower, or something is missing',
  watched: 'Works again, we keep watching',
  planned: 'Planned work',
  working: 'Working',
} as const

/** Every word of a status page that is ours. */
export const says = {
  verdict: {
    down: 'Something does not work',
    partly: 'Something does not work for everyone',
    slow: 'Something is slower than usual',
    watched: 'It works again, and we keep watching',
    planned: 'Planned work is under way',
    working: 'Everything works, as far as we know',
  },

  /** What it is to whoever uses it: `Checkout and payment does not work for everyone`. */
  headline(parts: readonly string[], severity: Severity, status: Incident['status']): string {
    const who = parts.length === 0 ? 'Something' : listed(parts)
    const one = parts.length < 2
    if (status === 'mitigated') return `${who} ${one ? 'works' : 'work'} again`
    if (status === 'resolved') return `${who} did not work as ${one ? 'it' : 'they'} should`
    const not = `${who} ${one ? 'does' : 'do'} not work`
    const words = { sev1: not, sev2: `${not} for everyone`, sev3: `${not} as ${one ? 'it' : 'they'} should` }
    return { ...words, sev4: words.sev3 }[severity]
  },

  begun: 'We know about it and are working on it.',

  weDo(is: Pick<Incident, 'status' | 'changes' | 'cause' | 'acknowledgedBy'>): string {
    if (is.status === 'resolved') return 'It is over.'
    if (is.status === 'mitigated') return 'It works again. We keep watching it.'
    if (is.changes.some(one => one.state === 'applying')) return 'We are changing something back right now.'
    if (is.cause) return 'We know the cause and are working on it.'
    if (is.acknowledgedBy) return 'We are looking for the cause.'
    return 'The people who look after it have been called.'
  },
}

const listed = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '')
