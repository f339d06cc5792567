import type { Failed } from '../desk/client.ts'
import type { Me } from '../desk/use-me.ts'
import type { Rule, Stopped } from './rule.ts'
import { RuleCard } from './rule-card.tsx'
import css from './rules.module.css'
import { useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface Rules {
  rules: Rule[]
  fixed: { says: string; saysNo: string; means: string }
}

/** The rules of the house: what each says, how it is held, and what it would have stopped last month. */
export function RulesPart({ me }: { me: Me }) {
  const { data, error } = useRead<Rules>('/api/v1/room-rules')
  const lately = useRead<{ days: number; rules: Record<string, Stopped[]> }>('/api/v1/room-rules/last-month')
  return (
    <>
      <p className="small soft">
        A rule never stands between you and what you type yourself. It speaks where you ask Fireline, and always with a
        way forward.
      </p>
      <Wrong error={error as Failed | undefined} />
      {data?.rules.map(rule => (
        <RuleCard key={rule.rule} rule={rule} stopped={lately.data?.rules[rule.rule]} maySet={me.role === 'admin'} />
      ))}
      {data && (
        <section className={`pane ${css.rule}`} aria-labelledby="h-fixed">
          <h2 id="h-fixed">{data.fixed.says}</h2>
          <p className="small soft">It says no with: “{data.fixed.saysNo}”</p>
          <p className="small">
            <span className="tag">Fixed</span> {data.fixed.means}
          </p>
        </section>
      )}
    </>
  )
}
