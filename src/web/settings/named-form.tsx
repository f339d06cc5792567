import { put } from '../desk/client.ts'
import type { Form } from './schema-fields.ts'
import { SchemaForm } from './schema-form.tsx'
import css from './settings.module.css'
import { useDoing } from './use-forms.ts'

/** What is kept under a name: made with a new one, or changed under its own. */
export function NamedForm({ path, form, slug, settings, kept, onClose }: NamedFormProps) {
  const doing = useDoing()
  const title = slug ? `Change ${slug}` : `New: ${form.title}`
  return (
    <section className={`pane ${css.section}`} aria-labelledby="h-named">
      <h2 id="h-named">{title}</h2>
      <SchemaForm
        key={`${form.kind} ${slug}`}
        form={form}
        verb="Keep it"
        settings={settings}
        kept={kept}
        onClose={onClose}
        onSave={async (body, value) => {
          await put(`${path}/${encodeURIComponent(slug ?? value('slug').trim())}`, body)
          await doing.run(async () => {}, path)
          onClose()
        }}
      >
        {!slug && (
          <label className="field">
            <span>Name</span>
            <input name="slug" required autoComplete="off" pattern="[a-z0-9][a-z0-9._\-]*" maxLength={100} />
            <small>Small letters, digits, dots and dashes.</small>
          </label>
        )}
      </SchemaForm>
    </section>
  )
}

interface NamedFormProps {
  /** Of the list; each thing is below it by its name. */
  path: string
  form: Form
  /** None: a new one. */
  slug?: string
  settings: Record<string, unknown>
  kept?: readonly string[]
  onClose(): void
}
