/** Effect on users, sev1 is the worst. */
export type Severity = 'sev1' | 'sev2' | 'sev3' | 'sev4'

export const severities: readonly Severity[] = ['sev1', 'sev2', 'sev3', 'sev4']

export function isWorse(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) < severities.indexOf(b)
}
