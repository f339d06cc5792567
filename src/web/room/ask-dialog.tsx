import { type FormEvent, useState } from 'react'
import type { Next } from '../../incident/decision.ts'
import type { Failed, Refused } from '../desk/client.ts'
import { askedBy, filledBody } from '../desk/forms.ts'
import { useRoom } from '../desk/room-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { type Choices, FieldInput } from '../parts/field-input.tsx'
import { given } from '../parts/given.ts'
import { Refusal } from '../parts/refusal.tsx'

/** Asks a person for what a command still needs, and stays open with the no when there is one: what was typed is kept. */
export function AskDialog({ next, onClose }: { next: Next; onClose(): void }) {
  const room = useRoom()
  const [error, setError] = useState<Refused | Failed>()
  const [busy, setBusy] = useState(false)
  const { title, verb, fields } = askedBy(next)
  const choices = choicesOf(room)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const value = given(event.currentTarget)
    setBusy(true)
    try {
      await room.ask(next.command, filledBody(next, fields, value))
      onClose()
    } catch (no) {
      setError(no as Refused | Failed)
    }
    setBusy(false)
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form className="stack" onSubmit={event => void submit(event)}>
        {fields.map(([name, field]) => (
          <FieldInput key={name} name={name} field={field} choices={choices} />
        ))}
        {error && <Refusal error={error} onNext={way => room.press(way)} />}
        <div className="row">
          <button className="btn primary big" disabled={busy}>
            {verb}
          </button>
          <button type="button" className="btn quiet big" onClick={onClose}>
            Back
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function choicesOf({ is, people }: ReturnType<typeof useRoom>): Choices {
  const who = people.map(one => [one.id, one.name] as const)
  const evidence = is.evidence.map(one => [one.id, `${one.ref} ${one.excerpt.slice(0, 60)}`] as const)
  return {
    person: who,
    people: who,
    evidence: evidence.toReversed(),
    hypothesis: is.hypotheses
      .filter(one => one.state !== 'ruled out')
      .map(one => [one.id, `${one.ref} ${one.statement}`] as const),
  }
}
