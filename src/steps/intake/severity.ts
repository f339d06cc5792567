import type { Severity } from '../../incident/severity.ts'

const byAlert: Record<string, Severity> = { critical: 'sev2', error: 'sev3', warning: 'sev4' }

/** Critical opens sev2, error sev3, warning sev4 (which goes to the digest and pages nobody). Info and none are only listed. */
export function severityOfIncident(alertSeverity: string): Severity | undefined {
  return byAlert[alertSeverity]
}
