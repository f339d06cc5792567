import { type FormEvent, type ReactNode, useState } from 'react'
import type { Failed } from '../desk/client.ts'
import { given } from '../parts/given.ts'
import { type Form, fieldNamed, fieldsOf, settingsFrom } from './schema-fields.ts'
import { SettingInput } from './setting-input.tsx'

/** The form of one kind of setting, from its schema. What the server finds wrong stands beside its field; what was typed stays. */
export function SchemaForm({ form, verb, settings, kept = [], children, onSave, onClose }: SchemaFormProps) {
  const [error, setError] = useState<Failed>()
  const [busy, setBusy] = useState(false)
  const fields = fieldsOf(form, settings)
  const about = fieldNamed(fields, error?.path)

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const place = event.currentTarget
    const value = given(place)
    setBusy(true)
    try {
      await onSave(settingsFrom(form, value, settings), value)
      setError(undefined)
    } catch (no) {
      const failed = no as Failed
      setError(failed)
      const wrong = fieldNamed(fields, failed.path)
      if (wrong) place.querySelector<HTMLElement>(`[name="${wrong.name}"]`)?.focus()
    }
    setBusy(false)
  }

  return (
    <form className="stack" onSubmit={event => void save(event)}>
      {form.schema.description && <p className="note">{form.schema.description}</p>}
      {children}
      {fields.map(field => (
        <SettingInput
          key={field.name}
          field={field}
          isKept={kept.includes(field.name)}
          wrong={about === field ? error?.message : undefined}
        />
      ))}
      {error && (
        <p className={about ? 'visually-hidden' : 'need small'} role="alert">
          {about ? `${about.label}: ` : ''}
          {error.message}
        </p>
      )}
      <div className="row">
        <button className="btn primary big" disabled={busy}>
          {verb}
        </button>
        {onClose && (
          <button type="button" className="btn quiet big" onClick={onClose}>
            Back
          </button>
        )}
      </div>
    </form>
  )
}

interface SchemaFormProps {
  form: Form
  verb: string
  /** What is set already; secrets are named in `kept`, never here. */
  settings?: Record<string, unknown>
  kept?: readonly string[]
  /** Fields of its own above those of the schema. */
  children?: ReactNode
  /** Throws what the server said. */
  onSave(settings: object, value: (name: string) => string): Promise<void>
  onClose?(): void
}
