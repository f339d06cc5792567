import css from './quiet.module.css'
import { RuleField } from './rule-list.tsx'
import { type AlertRules, minutesOf, msOf } from './rules-draft.ts'

/** The two rules that hold for everything: what flaps, and what opens again. */
export function RuleSwitches({ rules, onChange }: { rules: AlertRules; onChange(rules: AlertRules): void }) {
  const { flapping, reopenWithinMs } = rules
  const flap = (part: Partial<NonNullable<AlertRules['flapping']>>) =>
    onChange({ ...rules, flapping: { changes: 5, withinMs: 1_800_000, ...flapping, ...part } })
  return (
    <section className={css.list} aria-labelledby="h-always">
      <h2 id="h-always">For everything</h2>
      <div className={css.fits}>
        <RuleField
          label="It flaps after so many changes"
          kind="number"
          value={flapping ? String(flapping.changes) : ''}
          hint="Empty: nothing flaps"
          onChange={text =>
            text === '' ? onChange({ ...rules, flapping: undefined }) : flap({ changes: Number(text) })
          }
        />
        {flapping && (
          <RuleField
            label="Within minutes, and until steady for as long"
            kind="number"
            value={minutesOf(flapping.withinMs)}
            onChange={text => flap({ withinMs: msOf(text) ?? 0 })}
          />
        )}
        <RuleField
          label="Opens again what was resolved so many minutes ago"
          kind="number"
          value={minutesOf(reopenWithinMs)}
          hint="Empty: a new incident each time"
          onChange={text => onChange({ ...rules, reopenWithinMs: msOf(text) })}
        />
      </div>
    </section>
  )
}
