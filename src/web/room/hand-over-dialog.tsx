import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Next } from '../../incident/decision.ts'
import { presentResponders } from '../../incident/incident.ts'
import { stateCard } from '../../incident/state-card.ts'
import type { Failed, Refused } from '../desk/client.ts'
import { forgetForm, keepForm, keptForm, typedInto } from '../desk/kept-forms.ts'
import { useRoom } from '../desk/room-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FieldInput } from '../parts/field-input.tsx'
import { given } from '../parts/given.ts'
import { Refusal } from '../parts/refusal.tsx'
import css from './stage.module.css'
import { useChoices } from './use-choices.ts'

const hint = 'Drafted from the timeline; correct it. It is written there for whoever comes.'

/** The lead is offered, the state card is on the timeline for who takes it, and who is not here is paged. */
export function HandOverDialog({ next, onClose }: { next: Next; onClose(): void }) {
  const { is, now, nameOf, ask, press } = useRoom()
  const form = useRef<HTMLFormElement>(null)
  const send = useRef<HTMLButtonElement>(null)
  const began = useRef<Record<string, string>>({})
  const [before] = useState(() => keptForm(next))
  const [card] = useState(() => before?.['text'] ?? stateCard(is, now.toISOString(), nameOf))
  const [error, setError] = useState<Refused | Failed>()
  const [busy, setBusy] = useState(false)
  const choices = useChoices(next)

  useEffect(() => {
    if (form.current) began.current = typedInto(form.current)
    send.current?.focus()
  }, [])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const value = given(event.currentTarget)
    const to = value('to')
    setBusy(true)
    try {
      await ask('offer-lead', { to })
      if (value('text').trim()) await ask('post-update', { text: value('text'), audience: 'responders' })
      if (!presentResponders(is).some(one => one.person === to)) await ask('page', { person: to })
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

  return (
    <Dialog title="Hand over the lead" beside onClose={close}>
      <form ref={form} className="stack" onSubmit={event => void submit(event)} onKeyDown={sendByKey}>
        <FieldInput name="to" field={{ label: 'To', kind: 'person', initial: before?.['to'] }} choices={choices} />
        <div className={css.card}>
          <FieldInput
            name="text"
            field={{ label: 'What they need to know', kind: 'text', optional: true, initial: card, hint }}
          />
        </div>
        {error && <Refusal error={error} onNext={way => press(way)} />}
        <div className="row wrap">
          <button ref={send} className="btn primary big" disabled={busy}>
            Offer the lead
          </button>
          <button type="button" className="btn quiet big" onClick={close}>
            Back
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function sendByKey(event: KeyboardEvent<HTMLFormElement>) {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
}
