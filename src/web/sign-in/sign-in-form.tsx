import { type FormEvent, type ReactNode, useState } from 'react'
import type { Failed } from '../desk/client.ts'
import { given } from '../parts/given.ts'
import { Icon } from '../parts/icon.tsx'
import css from './sign-in.module.css'

/** A small page with one question. `onGiven` throws what is wrong, and it is said under the fields. */
export function OneQuestion({ title, verb, children, onGiven, below }: OneQuestionProps) {
  const [error, setError] = useState<Failed>()
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const value = given(event.currentTarget)
    setBusy(true)
    try {
      await onGiven(name => value(name).trim())
    } catch (no) {
      setError(no as Failed)
      setBusy(false)
    }
  }

  return (
    <main className={css.page}>
      <div className={css.mark}>
        <Icon name="mark" /> Fireline
      </div>
      <form className={`pane stack ${css.form}`} onSubmit={event => void submit(event)}>
        <h1>{title}</h1>
        {children}
        {error && (
          <p className="need small" role="alert">
            {error.path ? `${error.path}: ` : ''}
            {error.message}
          </p>
        )}
        <button className="btn primary big" disabled={busy}>
          {verb}
        </button>
        {below}
      </form>
    </main>
  )
}

interface OneQuestionProps {
  title: string
  verb: string
  children: ReactNode
  onGiven(value: (name: string) => string): Promise<void>
  below?: ReactNode
}

export function Line({ label, name, type = 'text', autoComplete, hint, required = true }: LineProps) {
  return (
    <label className="field">
      <span>
        {label} {hint && <small>{hint}</small>}
      </span>
      <input name={name} type={type} autoComplete={autoComplete} required={required} />
    </label>
  )
}

interface LineProps {
  label: string
  name: string
  type?: string
  autoComplete?: string
  hint?: string
  required?: boolean
}
