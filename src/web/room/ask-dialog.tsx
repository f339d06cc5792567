import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Next } from '../../incident/decision.ts'
import type { Failed, Refused } from '../desk/client.ts'
import type { Field } from '../desk/form-table.ts'
import { askedBy, drafted, filledBody, isReady } from '../desk/forms.ts'
import { forgetForm, keepForm, keptForm, typedInto } from '../desk/kept-forms.ts'
import { useRoom } from '../desk/room-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FieldInput } from '../parts/field-input.tsx'
import { given } from '../parts/given.ts'
import { Refusal } from '../parts/refusal.tsx'
import { useChoices } from './use-choices.ts'

/**
 * Asks a person for what a command still needs, and stays open with the no when there is one. What was typed is never
 * lost: closed without sending, it is there when the form is opened again.
 */
export function AskDialog({ next, onClose }: { next: Next; onClose(): void }) {
  const room = useRoom()
  const form = useRef<HTMLFormElement>(null)
  const send = useRef<HTMLButtonElement>(null)
  const [error, setError] = useState<Refused | Failed>()
  const [busy, setBusy] = useState(false)
  const [before, setBefore] = useState(() => keptForm(next))
  const { title, verb, fields } = askedBy(next)
  const choices = useChoices(next)
  const [draft] = useState(() => drafted(next, room.is))
  const start: Record<string, string> = { ...draft, ...before }
  const began = useRef<Record<string, string>>({})
  const nothingToChoose = fields.some(([, field]) => choices[field.kind]?.length === 0)

  useEffect(() => {
    if (form.current) began.current = typedInto(form.current)
    if (isReady(next)) send.current?.focus()
  }, [next])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const value = given(event.currentTarget)
    setBusy(true)
    try {
      await room.ask(next.command, filledBody(next, fields, value))
      forgetForm(next)
      onClose()
    } catch (no) {
      setError(no as Refused | Failed)
    }
    setBusy(false)
  }
  const close = () => {
    if (form.current) keepForm(next, form.current, began.current)
    onClose()
  }
  const anew = () => {
    forgetForm(next)
    setBefore(undefined)
  }

  return (
    <Dialog title={title} beside onClose={close}>
      <form ref={form} className="stack" onSubmit={event => void submit(event)} onKeyDown={sendByKey}>
        {before && (
          <p className="row note">
            Kept from before.
            <button type="button" className="btn quiet" onClick={anew}>
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
        <div className="row wrap">
          <button ref={send} className="btn primary big" disabled={busy}>
            {verb}
          </button>
          <button type="button" className="btn quiet big" onClick={close}>
            Back
          </button>
        </div>
      </form>
    </Dialog>
  )
}

const begun = (field: Field, value?: string): Field => (value === undefined ? field : { ...field, initial: value })

function sendByKey(event: KeyboardEvent<HTMLFormElement>) {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
}
