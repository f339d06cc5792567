import { atPromptNow } from '../../incident/at-prompt-now.ts'
import type { Next } from '../../incident/decision.ts'
import type { Objection, Suggestion } from '../../incident/incident.ts'
import { fitsAPrompt, promptFor, promptsOf } from '../../steps/rally/prompts.ts'
import { clockTime } from '../desk/clock.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, type Room, thing, useRoom } from '../desk/room-context.ts'
import { useNow } from '../desk/use-now.ts'
import { Icon } from '../parts/icon.tsx'
import css from './board.module.css'
import { NoHere } from './no-here.tsx'
import { ObjectionCard } from './objection-card.tsx'

/** One suggestion: what and why, who is for it and who against, and where its command is. */
export default function SuggestionCard({
  suggestion,
  objections,
}: {
  suggestion: Suggestion
  objections: Objection[]
}) {
  const room = useRoom()
  const { id, ref, text, why, command, state, by, at, reason, supports = [] } = suggestion
  return (
    <div className={css.card} {...thing(room, ref)}>
      <div className="row top">
        <h3>
          <span className="ref">{ref}</span> {text}
        </h3>
        <span className="push tag">{state}</span>
      </div>
      <p className="note">
        {by}, {clockTime(at)}
      </p>
      <p className="small soft">{why}</p>
      {command && <code className="cmd">{command}</code>}
      {reason && <p className="small soft">Declined: {reason}</p>}
      {supports.map(one => (
        <p key={one.person} className={`row ${css.support}`}>
          <Icon name="check" />
          <span>
            <b>{one.by} supports it.</b> {one.reason}
          </span>
        </p>
      ))}
      {objections.map(one => (
        <ObjectionCard key={one.id} objection={one} />
      ))}
      <Asked suggestion={suggestion} />
      <AtPrompt suggestion={suggestion} />
      <NoHere at={id} />
      <div className="row wrap">
        {waysOf(room, suggestion).map(next => (
          <button
            key={next.label}
            type="button"
            className={quiet.has(next.command) ? 'btn quiet' : 'btn'}
            onClick={() => room.press(next, id)}
            {...heldBack(room, next.command)}
          >
            {next.label}
          </button>
        ))}
      </div>
    </div>
  )
}

/** "Anyone against?", and how long still; or who holds it. */
function Asked({ suggestion: { openUntil, held, state } }: { suggestion: Suggestion }) {
  const now = useNow(1_000)
  if (state !== 'open') return null
  if (held)
    return (
      <p className={`row ${css.prompt}`} data-is="missed">
        <Icon name="stop" />
        <span>
          <b>{held.by} holds it.</b> {held.reason}
        </span>
      </p>
    )
  if (openUntil === undefined) return null
  const seconds = Math.max(0, Math.ceil((Date.parse(openUntil) - now.getTime()) / 1_000))
  return (
    <p className={`row ${css.prompt}`} data-is="asked">
      <Icon name="ask" />
      <span>
        <b>Anyone against?</b> It goes ahead in <span className={css.seconds}>{seconds} s</span>.
      </span>
    </p>
  )
}

const quiet = new Set(['object', 'support-suggestion'])

/** Where its command is now; it runs when who types there presses Enter, and never before. */
function AtPrompt({ suggestion }: { suggestion: Suggestion }) {
  const { is, me, nameOf } = useRoom()
  const now = atPromptNow(is, suggestion)
  if (!now) return null
  const isMine = now.person === me.id
  const whose = isMine || !now.person ? 'your' : `${nameOf(now.person)}’s`
  const says = {
    'on its way': `It goes to ${whose} prompt on ${now.host}.`,
    stands: `It stands at ${whose} prompt on ${now.host}. ${isMine ? 'Enter runs it.' : 'It has not run yet.'}`,
    missed: `It did not get to the prompt on ${now.host}: ${missed[suggestion.atPrompt?.outcome ?? ''] ?? ''}`,
  }
  return (
    <p role="status" className={`row ${css.prompt}`} data-is={now.is}>
      <Icon name="term" />
      <span>{says[now.is]}</span>
    </p>
  )
}

const missed: Record<string, string> = {
  'not-free': 'something else stands there, or a program runs.',
  'no-answer': 'it did not answer.',
}

function waysOf({ is, me }: Room, suggestion: Suggestion): Next[] {
  const on = { suggestion: suggestion.id }
  const mayRespond = me.role !== 'viewer'
  if (suggestion.state === 'declined') return []
  if (suggestion.state === 'accepted')
    return mayRespond ? [...toPrompt({ is, me }, suggestion), asChange(suggestion)] : []
  const isFor = suggestion.person === me.id || suggestion.supports?.some(one => one.person === me.id)
  return [
    ...(mayRespond ? [...goesAhead({ is, me }, suggestion), openForm('Decline…', 'decline-suggestion', on)] : []),
    ...(isFor ? [] : [openForm('Support…', 'support-suggestion', on)]),
    openForm('Object…', 'object', { to: suggestion.id }),
  ]
}

/** To accept it; while everybody is asked, to go now or to hold it, for who may. */
function goesAhead({ is, me }: Pick<Room, 'is' | 'me'>, suggestion: Suggestion): Next[] {
  const on = { suggestion: suggestion.id }
  const isLead = is.lead === me.id
  const goNow = { label: 'Go now', command: 'go-now', body: on }
  const hold = openForm('Hold…', 'hold-suggestion', on)
  if (suggestion.openUntil) return isLead ? [goNow, hold] : is.operator === me.id ? [hold] : []
  const accept = { label: acceptLabel({ is, me }, suggestion), command: 'accept-suggestion', body: on }
  return suggestion.held && isLead ? [accept, goNow] : [accept]
}

/** Says where the command will stand, when it will. */
function acceptLabel({ is, me }: Pick<Room, 'is' | 'me'>, suggestion: Suggestion): string {
  const isMine = fitsAPrompt(suggestion) && promptsOf(is, me.id).includes(promptFor(is, me.id) as never)
  return isMine ? 'Accept: put it at my prompt' : 'Accept'
}

function toPrompt({ is, me }: Pick<Room, 'is' | 'me'>, suggestion: Suggestion): Next[] {
  const now = atPromptNow(is, suggestion)?.is
  if (!fitsAPrompt(suggestion) || now === 'on its way' || now === 'stands') return []
  const own = promptsOf(is, me.id)
  return own.map(one => ({
    label: own.length > 1 ? `Put it at my prompt on ${one.host}` : 'Put it at my prompt',
    command: 'put-at-prompt',
    body: { suggestion: suggestion.id, terminal: one.id },
  }))
}

const asChange = ({ command }: Suggestion): Next =>
  openForm('Make it a change…', 'propose-change', command ? { commands: [command] } : {})
