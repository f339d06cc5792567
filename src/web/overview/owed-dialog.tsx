import { type FormEvent, useState } from 'react'
import type { Next } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import { updateDraft } from '../../steps/notify/update-draft.ts'
import { askedBy, filledBody } from '../desk/asked-by.ts'
import type { Failed, Refused } from '../desk/client.ts'
import type { Field } from '../desk/form-table.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FieldInput } from '../parts/field-input.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { given } from '../parts/given.ts'
import { Refusal } from '../parts/refusal.tsx'
import css from './owed.module.css'
import type { Asking } from './use-owed.ts'

interface OwedDialogProps {
  opened: Asking
  is?: Incident
  onAsk(body: Next['body']): Promise<void>
  onClose(): void
}

/** Answers what is owed without leaving the first page; what was typed stays when the answer is no. */
export function OwedDialog({ opened: { owed, next }, is, onAsk, onClose }: OwedDialogProps) {
  const [error, setError] = useState<Refused | Failed>()
  const { title, verb, fields } = askedBy(next)

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const body = filledBody(next, fields, given(event.currentTarget))
    onAsk(body).catch((no: Refused | Failed) => setError(no))
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <p className={`small soft ${css.context}`}>{owed.why}</p>
      <form className="stack" onSubmit={submit}>
        {fields.map(([name, field]) => (
          <FieldInput key={name} name={name} field={{ ...field, initial: drafted(next, name, field, is) }} />
        ))}
        {error && <Refusal error={error} />}
        <FormEnd verb={verb} onBack={onClose} />
      </form>
    </Dialog>
  )
}

/** An update always comes with its draft, for everyone who waits for it. */
function drafted({ command }: Next, name: string, { initial }: Field, is: Incident | undefined): string | undefined {
  if (command !== 'post-update' || !is) return initial
  return { text: updateDraft(is), audience: 'stakeholders' }[name] ?? initial
}
