import { readGoAlert } from '../integrations/goalert-import/goalert-import.ts'
import { readGrafanaOnCall } from '../integrations/grafana-oncall-import/grafana-oncall-import.ts'
import { readOpsgenie } from '../integrations/opsgenie-import/opsgenie-import.ts'
import { readPagerDuty } from '../integrations/pagerduty-import/pagerduty-import.ts'
import type { ReadImport } from '../roster/import.ts'

/** Whose schedules and policies can be taken over, one line each. */
export const imports: Readonly<Record<string, ReadImport>> = {
  pagerduty: readPagerDuty,
  goalert: readGoAlert,
  'grafana-oncall': readGrafanaOnCall,
  opsgenie: readOpsgenie,
}
