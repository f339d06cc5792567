import { useState } from 'react'
import type { Next } from '../../incident/decision.ts'
import { presentResponders } from '../../incident/incident.ts'
import { stateCard } from '../../incident/state-card.ts'
import { useRoom } from '../desk/room-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FieldInput } from '../parts/field-input.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { Refusal } from '../parts/refusal.tsx'
import css from './stage.module.css'
import { useChoices } from './use-choices.ts'
import { useKeptForm } from './use-kept-form.ts'

const hint = 'Drafted from the timeline; correct it. It is written there for whoever comes.'

/** The lead is offered, the state card is on the timeline for who takes it, and who is not here is paged. */
export function HandOverDialog({ next, onClose }: { next: Next; onClose(): void }) {
  const { is, now, nameOf, ask, press } = useRoom()
  const kept = useKeptForm({
    next,
    isReady: true,
    onClose,
    async ask(value) {
      const to = value('to')
      await ask('offer-lead', { to })
      if (value('text').trim()) await ask('post-update', { text: value('text'), audience: 'responders' })
      if (!presentResponders(is).some(one => one.person === to)) await ask('page', { person: to })
    },
  })
  const { form, send, before, error, busy, close } = kept
  const [card] = useState(() => before?.['text'] ?? stateCard(is, now.toISOString(), nameOf))
  const choices = useChoices(next)
  return (
    <Dialog title="Hand over the lead" beside onClose={close}>
      <form ref={form} className="stack" onSubmit={kept.submit} onKeyDown={kept.sendByKey}>
        <FieldInput name="to" field={{ label: 'To', kind: 'person', initial: before?.['to'] }} choices={choices} />
        <div className={css.card}>
          <FieldInput
            name="text"
            field={{ label: 'What they need to know', kind: 'text', optional: true, initial: card, hint }}
          />
        </div>
        {error && <Refusal error={error} onNext={way => press(way)} />}
        <FormEnd verb="Offer the lead" send={send} busy={busy} onBack={close} />
      </form>
    </Dialog>
  )
}
