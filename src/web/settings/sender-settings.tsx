import { put } from '../desk/client.ts'
import { Dialog } from '../parts/dialog.tsx'
import { MappingPreview } from './mapping-preview.tsx'
import type { Form } from './schema-fields.ts'
import { SchemaForm } from './schema-form.tsx'
import { useMappingTry } from './use-mapping-try.ts'

/** What a sender is called and asks to be set. A mapping shows live what it would read from the last body that arrived. */
export function SenderSettings({ sender, form, path, onSaved, onClose }: SenderSettingsProps) {
  const trying = useMappingTry(`${path}/try-mapping`, sender.kind === 'generic' ? sender.settings : undefined)
  const fields = Object.keys(form.schema.properties ?? {})
  return (
    <Dialog title={`Settings of ${sender.name}`} wide onClose={onClose}>
      {trying && <MappingPreview lastBodyPath={`${path}/last-body`} tried={trying.tried} />}
      <div onInput={event => trying?.soon(event.target, fields)}>
        <SchemaForm
          form={form}
          verb="Save"
          settings={sender.settings}
          kept={sender.secrets}
          onClose={onClose}
          onSave={async (settings, value) => {
            await put(path, { name: value('name'), settings })
            await onSaved()
            onClose()
          }}
        >
          <div className="field">
            <span>
              <label htmlFor="sender-name">Name</label>
            </span>
            <input
              id="sender-name"
              name="name"
              defaultValue={sender.name}
              required
              maxLength={120}
              autoComplete="off"
            />
          </div>
        </SchemaForm>
      </div>
    </Dialog>
  )
}

interface SenderSettingsProps {
  sender: { name: string; kind: string; settings: Record<string, unknown>; secrets: readonly string[] }
  form: Form
  /** Of this integration. */
  path: string
  onSaved(): Promise<unknown>
  onClose(): void
}
