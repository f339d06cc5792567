import { dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import css from './rules.module.css'
import type { RulesVersion } from './rules-draft.ts'
import { useRead } from './use-forms.ts'

/** Every version there was, who saved it and why. */
export function RuleVersions() {
  const { data } = useRead<{ versions: RulesVersion[] }>('/api/v1/rules/versions')
  const now = useNow(60_000)
  if (!data || data.versions.length === 0) return null
  return (
    <details className={css.more}>
      <summary>Earlier versions</summary>
      <ul>
        {data.versions.map(({ version, at, by, reason, rules }) => (
          <li key={version}>
            <span>
              Version {version}, {by}
              {at && `, ${dayAndTime(at, now)}`}
            </span>
            {reason && <span className="soft">{reason}</span>}
            <span className="note">{inShort(rules)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function inShort({ routes, severities, groups, inhibitions, flapping, reopenWithinMs }: RulesVersion['rules']): string {
  const counts = [
    `${severities.length} on severity`,
    `${routes.length} on services`,
    `${groups.length} on groups`,
    `${inhibitions.length} that mute`,
    ...(flapping ? ['flapping'] : []),
    ...(reopenWithinMs ? ['opening again'] : []),
  ]
  return counts.join(', ')
}
