import type { ReactNode } from 'react'
import css from './quiet.module.css'

/** A list of rules of one kind: each can be changed, taken out, and a new one put on top. */
export function RuleList<R>({ title, says, rules, empty, onChange, children }: RuleListProps<R>) {
  const heading = `h-${title.toLowerCase().replaceAll(' ', '-')}`
  return (
    <section className={css.list} aria-labelledby={heading}>
      <div className="sec-head wrap">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="btn push" onClick={() => onChange([empty, ...rules])}>
          Add a rule<span className="visually-hidden"> to {title}</span>
        </button>
      </div>
      <p className="small soft">{says}</p>
      {rules.map((rule, n) => (
        <div key={n} className={css.rule} role="group" aria-label={`${title}, rule ${n + 1}`}>
          {children(rule, changed => onChange(rules.map((one, i) => (i === n ? changed : one))))}
          <div className="row">
            <button type="button" className="btn quiet" onClick={() => onChange(rules.filter((_, i) => i !== n))}>
              Take this rule out
            </button>
          </div>
        </div>
      ))}
    </section>
  )
}

interface RuleListProps<R> {
  title: string
  says: string
  rules: readonly R[]
  empty: R
  onChange(rules: R[]): void
  children(rule: R, set: (rule: R) => void): ReactNode
}

/** One labelled input beside others of a rule. */
export function RuleField({ label, value, hint, kind = 'text', onChange }: RuleFieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        value={value}
        type={kind}
        min={kind === 'number' ? 0 : undefined}
        step="any"
        autoComplete="off"
        spellCheck={false}
        onChange={event => onChange(event.target.value)}
      />
      {hint && <small>{hint}</small>}
    </label>
  )
}

interface RuleFieldProps {
  label: string
  value: string
  hint?: string
  kind?: 'text' | 'number'
  onChange(value: string): void
}
