import { lazy, Suspense } from 'react'
import { atPromptNow } from '../../incident/at-prompt-now.ts'
import type { Suggestion } from '../../incident/incident.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { KeyHint } from '../parts/key-hint.tsx'

const SuggestionCard = lazy(() => import('./suggestion-card.tsx'))

/** What somebody suggests and what somebody objects to: on top while it needs an answer, below the board once it has one. */
export function Remarks({ which }: { which: 'open' | 'settled' }) {
  const room = useRoom()
  const { is, press } = room
  const about = (id: string) => is.objections.filter(one => one.to === id)
  const isObjected = (one: Suggestion) => about(one.id).some(objection => objection.state === 'open')
  const isOpen = (one: Suggestion) => one.state === 'open' || isObjected(one) || atPromptNow(is, one) !== undefined
  const rank = (one: Suggestion) => (one.openUntil ? 3 : atPromptNow(is, one) ? 2 : Number(isObjected(one)))
  const shown = is.suggestions.filter(one => isOpen(one) === (which === 'open')).toSorted((a, b) => rank(b) - rank(a))
  if (which === 'settled' && shown.length === 0) return null
  const says = which === 'open' ? 'Suggestions' : 'Settled suggestions'
  return (
    <section className="sec" aria-labelledby={`h-remarks-${which}`}>
      <div className="sec-head">
        <h2 id={`h-remarks-${which}`}>{says}</h2>
        {which === 'open' && (
          <button
            type="button"
            className="btn push"
            onClick={() => press(openForm('Suggest', 'suggest'))}
            {...heldBack(room, 'suggest')}
          >
            Suggest <KeyHint name="suggest" />
          </button>
        )}
      </div>
      <Suspense>
        {shown.map(one => (
          <SuggestionCard key={one.id} suggestion={one} objections={about(one.id)} />
        ))}
      </Suspense>
    </section>
  )
}
