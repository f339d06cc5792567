import { type ChannelKind, channelWakes } from '../../steps/notify/wakes.ts'
import { PushCard } from '../push/push-card.tsx'
import type { Form } from './schema-fields.ts'
import { SchemaForm } from './schema-form.tsx'
import css from './settings.module.css'

/** How one contact is set up: first whether its channel wakes and what to do about that, then what it is called, then its fields. */
export function ContactForm({ form, was, isOneMore, onSave, onClose }: ContactFormProps) {
  const { wakes, why } = channelWakes[form.kind as ChannelKind]
  const byHand = (
    <SchemaForm
      key={form.kind}
      form={form}
      settings={was?.settings}
      kept={was?.secrets}
      verb={was ? `Save ${form.title}` : `Reach me by ${form.title}`}
      onSave={(settings, given) => onSave(settings, given('contact-label').trim())}
      onClose={onClose}
    >
      <label className="field">
        <span>
          What I call it <small>{isOneMore ? 'to tell it from the other one' : 'if you like'}; the team reads it</small>
        </span>
        <input
          name="contact-label"
          defaultValue={was?.label}
          maxLength={60}
          placeholder="work phone"
          autoComplete="off"
        />
      </label>
    </SchemaForm>
  )
  return (
    <div className={`pane stack ${css.section}`}>
      <h3>{was ? `Change ${form.title}` : `Add ${isOneMore ? 'another ' : ''}${form.title}`}</h3>
      <p className="small soft">
        Wakes you: <b>{wakes}</b>. {why}
      </p>
      {form.kind === 'web-push' ? (
        <>
          <PushCard save={settings => onSave(settings, was?.label ?? (isOneMore ? settings.name : ''))} />
          <details>
            <summary>By hand, for an app that speaks UnifiedPush</summary>
            {byHand}
          </details>
        </>
      ) : (
        byHand
      )}
    </div>
  )
}

interface ContactFormProps {
  form: Form
  /** What is set already. */
  was?: { label?: string; settings: Record<string, unknown>; secrets: readonly string[] }
  /** There is another one of this channel. */
  isOneMore: boolean
  /** Throws what the server said. */
  onSave(settings: object, label: string): Promise<void>
  onClose(): void
}
