import { type ChannelKind, channelWakes } from '../../steps/notify/wakes.ts'
import { PushCard } from '../push/push-card.tsx'
import type { Form } from './schema-fields.ts'
import { SchemaForm } from './schema-form.tsx'
import css from './settings.module.css'

/** How one channel is set up: first whether it wakes and what to do about that, then its fields. */
export function ContactForm({ form, was, onSave, onClose }: ContactFormProps) {
  const { wakes, why } = channelWakes[form.kind as ChannelKind]
  const byHand = (
    <SchemaForm
      key={form.kind}
      form={form}
      settings={was?.settings}
      kept={was?.secrets}
      verb={was ? `Save ${form.title}` : `Reach me by ${form.title}`}
      onSave={onSave}
      onClose={onClose}
    />
  )
  return (
    <div className={`pane stack ${css.section}`}>
      <h3>{was ? `Change ${form.title}` : `Add ${form.title}`}</h3>
      <p className="small soft">
        Wakes you: <b>{wakes}</b>. {why}
      </p>
      {form.kind === 'web-push' ? (
        <>
          <PushCard save={onSave} />
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
  was?: { settings: Record<string, unknown>; secrets: readonly string[] }
  /** Throws what the server said. */
  onSave(settings: object): Promise<void>
  onClose(): void
}
