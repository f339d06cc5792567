import { useState } from 'react'
import type { Next } from '../../incident/decision.ts'
import { askedBy, drafted, filledBody, isReady } from '../desk/asked-by.ts'
import type { Field } from '../desk/form-table.ts'
import { useRoom } from '../desk/room-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FieldInput } from '../parts/field-input.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { useChoices } from './use-choices.ts'
import { useKeptForm } from './use-kept-form.ts'

/** Asks a person for what a command still needs, and stays open with the no when there is one. */
export function AskDialog({ next, onClose }: { next: Next; onClose(): void }) {
  const room = useRoom()
  const { title, verb, fields } = askedBy(next)
  const kept = useKeptForm({
    next,
    isReady: isReady(next),
    onClose,
    ask: value => room.ask(next.command, filledBody(next, fields, value), next.incident),
  })
  const { form, send, before, error, busy, close } = kept
  const choices = useChoices(next)
  const [draft] = useState(() => drafted(next, room.is))
  const start: Record<string, string> = { ...draft, ...before }
  const nothingToChoose = fields.some(([, field]) => choices[field.kind]?.length === 0)
  return (
    <Dialog title={title} beside onClose={close}>
      <form ref={form} className="stack" onSubmit={kept.submit} onKeyDown={kept.sendByKey}>
        {before && (
          <p className="row note">
            Kept from before.
            <button type="button" className="btn quiet" onClick={kept.anew}>
              Begin anew
            </button>
          </p>
        )}
        <div key={before ? 'before' : 'anew'} className="stack">
          {fields.map(([name, field]) => (
            <FieldInput key={name} name={name} field={begun(field, start[name])} choices={choices} />
          ))}
        </div>
        {nothingToChoose && <p className="small soft">Nobody and nothing to choose from yet.</p>}
        {error && <Refusal error={error} onNext={way => room.press(way)} />}
        <FormEnd verb={verb} send={send} busy={busy} onBack={close} />
      </form>
    </Dialog>
  )
}

const begun = (field: Field, value?: string): Field => (value === undefined ? field : { ...field, initial: value })
