import type { AlertSeverity } from '../../alert/alert.ts'
import { type Matches, matching } from '../../alert/matcher.ts'
import type { AlertRules } from './alert-rules.ts'
import { type ReadyInhibition, readyInhibition } from './inhibition.ts'

/** The alert rules, ready to be asked about many alerts. */
export interface ReadyRules {
  routes: readonly { matches: Matches; service: string }[]
  severities: readonly { matches: Matches; severity: AlertSeverity }[]
  groups: AlertRules['groups']
  inhibitions: readonly ReadyInhibition[]
  /** They as text: the same text mutes the same. */
  inhibitionsText: string
  flapping: AlertRules['flapping']
  reopenWithinMs: AlertRules['reopenWithinMs']
}

export const readyRules = ({
  routes,
  severities,
  groups,
  inhibitions,
  flapping,
  reopenWithinMs,
}: AlertRules): ReadyRules => ({
  routes: routes.map(({ match, service }) => ({ matches: matching(match), service })),
  severities: severities.map(({ match, severity }) => ({ matches: matching(match), severity })),
  groups,
  inhibitions: inhibitions.map(readyInhibition),
  inhibitionsText: JSON.stringify(inhibitions),
  flapping,
  reopenWithinMs,
})
