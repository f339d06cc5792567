import { type FormEvent, useState } from 'react'
import type { Policy } from '../../roster/spec.ts'
import { type Failed, put } from '../desk/client.ts'
import { FormEnd } from '../parts/form-end.tsx'
import { given } from '../parts/given.ts'
import { Icon } from '../parts/icon.tsx'
import css from './policy.module.css'
import type { OnCallNow, Whom } from './use-on-call-now.ts'

interface FormProps {
  slug: string
  policy: Policy
  known: OnCallNow
  onDone(): Promise<void>
  onBack?: () => void
}

/** A step as it is filled in: minutes, and whom, as `person:…` or `schedule:…`. */
interface StepFields {
  key: number
  minutes: string
  whom: string[]
}

const minuteMs = 60_000
const asText = (one: Whom): string => ('person' in one ? `person:${one.person}` : `schedule:${one.schedule}`)
const asWhom = (text: string): Whom => {
  const [kind, id] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)]
  return kind === 'person' ? { person: id } : { schedule: id }
}

/** A policy as a form: steps by the minute, the rounds after them, who comes last. */
export function PolicyForm({ slug, policy, known, onDone, onBack }: FormProps) {
  const [steps, setSteps] = useState<StepFields[]>(() =>
    policy.steps.map((one, key) => ({ key, minutes: String(one.afterMs / minuteMs), whom: one.notify.map(asText) })),
  )
  const [error, setError] = useState<Failed>()
  const change = (key: number, to: Partial<StepFields>) =>
    setSteps(steps.map(one => (one.key === key ? { ...one, ...to } : one)))
  const add = () => {
    const last = steps.at(-1)
    setSteps([...steps, { key: (last?.key ?? 0) + 1, minutes: String(Number(last?.minutes ?? 0) + 5), whom: [] }])
  }
  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const said = given(event.currentTarget)
    const fallback = said('fallback')
    const body = {
      steps: steps.map(one => ({ afterMs: Math.round(Number(one.minutes) * minuteMs), notify: one.whom.map(asWhom) })),
      repeat: Number(said('repeat')),
      repeatAfterMs: Math.round(Number(said('repeatAfter')) * minuteMs),
      ...(fallback && { fallback: asWhom(fallback) }),
    }
    try {
      await put(`/api/v1/policies/${encodeURIComponent(slug)}`, body)
      await onDone()
    } catch (no) {
      setError(no as Failed)
    }
  }
  return (
    <form className="stack" onSubmit={event => void save(event)}>
      <ol className={css.steps}>
        {steps.map((one, n) => (
          <StepFieldset
            key={one.key}
            n={n}
            step={one}
            known={known}
            onChange={to => change(one.key, to)}
            onRemove={steps.length > 1 ? () => setSteps(steps.filter(({ key }) => key !== one.key)) : undefined}
          />
        ))}
      </ol>
      <button type="button" className="btn" onClick={add}>
        <Icon name="plus" /> One more step
      </button>
      <div className={css.two}>
        <label className="field">
          <span>All of it again</span>
          <select name="repeat" defaultValue={policy.repeat}>
            {[...new Set([0, 1, 2, 3, 5, 10, 20, policy.repeat])]
              .sort((a, b) => a - b)
              .map(times => (
                <option key={times} value={times}>
                  {times === 0 ? 'not' : times === 1 ? 'once' : `${times} times`}
                </option>
              ))}
          </select>
        </label>
        <label className="field">
          <span>Minutes between rounds</span>
          <input
            name="repeatAfter"
            type="number"
            min={1}
            max={1440}
            defaultValue={policy.repeatAfterMs / minuteMs}
            required
          />
        </label>
        <label className="field">
          <span>Who comes last, again and again</span>
          <select name="fallback" defaultValue={policy.fallback ? asText(policy.fallback) : ''}>
            <option value="">nobody else: the last step again</option>
            <Whoever known={known} />
          </select>
        </label>
      </div>
      {error && (
        <p className="need small" role="alert">
          {error.path && <code>{error.path}</code>} {error.message}
        </p>
      )}
      <FormEnd verb="Save it" onBack={onBack ?? (() => history.back())} />
    </form>
  )
}

interface StepProps {
  n: number
  step: StepFields
  known: OnCallNow
  onChange(to: Partial<StepFields>): void
  onRemove?: () => void
}

function StepFieldset({ n, step, known, onChange, onRemove }: StepProps) {
  const name = (text: string) => {
    const one = asWhom(text)
    return 'person' in one
      ? (known.people.find(({ id }) => id === one.person)?.name ?? one.person)
      : `on call on ${one.schedule}`
  }
  return (
    <li>
      <fieldset className={css.step}>
        <legend className="visually-hidden">Step {n + 1}</legend>
        <label className="field">
          <span>After minutes</span>
          <input
            type="number"
            min={0}
            max={1440}
            step="any"
            required
            value={step.minutes}
            onChange={event => onChange({ minutes: event.target.value })}
          />
        </label>
        <div className={css.whom}>
          {step.whom.map(text => (
            <span key={text} className={css.chip}>
              {name(text)}
              <button
                type="button"
                className="btn quiet"
                aria-label={`Not ${name(text)}`}
                onClick={() => onChange({ whom: step.whom.filter(other => other !== text) })}
              >
                <Icon name="x" />
              </button>
            </span>
          ))}
          <select
            aria-label={`Whom step ${n + 1} calls`}
            value=""
            required={step.whom.length === 0}
            onChange={event => onChange({ whom: [...new Set([...step.whom, event.target.value])] })}
          >
            <option value="">{step.whom.length === 0 ? 'whom?' : 'and…'}</option>
            <Whoever known={known} />
          </select>
        </div>
        {onRemove && (
          <button type="button" className="btn quiet" onClick={onRemove}>
            Remove this step
          </button>
        )}
      </fieldset>
    </li>
  )
}

function Whoever({ known }: { known: OnCallNow }) {
  return (
    <>
      {known.onCall.length > 0 && (
        <optgroup label="Who is on call on">
          {known.onCall.map(({ schedule }) => (
            <option key={schedule} value={`schedule:${schedule}`}>
              {schedule}
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label="A person">
        {known.people.map(({ id, name }) => (
          <option key={id} value={`person:${id}`}>
            {name}
          </option>
        ))}
      </optgroup>
    </>
  )
}
