/** Effect on users, sev1 is the worst. */
export type Severity = 'sev1' | 'sev2' | 'sev3' | 'sev4'

export const severities: readonly Severity[] = ['sev1', 'sev2', 'sev3', 'sev4']

/** Whether it pages at all: sev4 waits for the morning. */
export const wakes = (severity: Severity): boolean => severity !== 'sev4'

export function isWorse(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) < severities.indexOf(b)
}
