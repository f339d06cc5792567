import { type FormEvent, useState } from 'react'
import { isWeaker, type RuleSetting, ruleSettings } from '../../incident/rules.ts'
import { put } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import { given } from '../parts/given.ts'
import type { Rule, Stopped } from './rule.ts'
import { RuleHistory, RuleLately } from './rule-lately.tsx'
import css from './rules.module.css'
import { useDoing } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

const names: Record<RuleSetting, string> = { off: 'Off', advise: 'Advise', ask: 'Ask', refuse: 'Refuse' }

/** One rule: choose how it is held, and say why where that is weaker. */
export function RuleCard({ rule, stopped, maySet }: { rule: Rule; stopped?: readonly Stopped[]; maySet: boolean }) {
  const [chosen, setChosen] = useState<RuleSetting>(rule.setting)
  const now = useNow()
  const doing = useDoing()
  const heading = `h-${rule.rule}`
  const weaker = isWeaker(chosen, rule.setting)

  function hold(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const reason = given(event.currentTarget)('reason').trim()
    const body = { setting: chosen, ...(reason && { reason }) }
    void doing.run(
      () => put(`/api/v1/room-rules/${rule.rule}`, body),
      '/api/v1/room-rules',
      `/api/v1/room-rules/${rule.rule}/history`,
    )
  }

  return (
    <section className={`pane ${css.rule}`} aria-labelledby={heading}>
      <h2 id={heading}>{rule.says}</h2>
      <p className="small soft">It says no with: “{rule.saysNo}”</p>
      <form className="stack" onSubmit={hold}>
        <fieldset className={css.choices} disabled={!maySet || doing.busy}>
          <legend className="visually-hidden">How it is held</legend>
          {ruleSettings.map(setting => (
            <label key={setting} className={css.choice}>
              <input
                type="radio"
                name="setting"
                value={setting}
                checked={chosen === setting}
                onChange={() => setChosen(setting)}
              />
              <span>
                <b>{names[setting]}</b> {setting === rule.default && <span className="tag">the default</span>}{' '}
                {setting === rule.setting && <span className="tag is-accent">now</span>}
                <small>{rule.means[setting]}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {weaker && (
          <label className="field">
            <span>Why it should be weaker</span>
            <textarea name="reason" required maxLength={2_000} />
          </label>
        )}
        {chosen !== rule.setting && (
          <div className="row">
            <button className="btn primary big" disabled={doing.busy}>
              Hold it at “{names[chosen]}”
            </button>
            <button type="button" className="btn quiet big" onClick={() => setChosen(rule.setting)}>
              Leave it as it is
            </button>
          </div>
        )}
        <Wrong error={doing.error} />
      </form>
      {rule.set && (
        <p className="note">
          Set by {rule.set.setBy}, {dayAndTime(rule.set.setAt, now)}
          {rule.set.reason && `: ${rule.set.reason}`}
        </p>
      )}
      {stopped && <RuleLately stopped={stopped} now={now} />}
      <RuleHistory rule={rule.rule} now={now} />
    </section>
  )
}
