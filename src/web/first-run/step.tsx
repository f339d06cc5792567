import { type ReactNode, useState } from 'react'
import type { FirstHourStep, StepState } from '../../api/first-hour.ts'
import { write } from '../desk/client.ts'
import { clockTime } from '../desk/clock.ts'
import { useMe } from '../desk/use-me.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import css from './first-run.module.css'
import { useLookAgain } from './use-first-hour.ts'

interface StepProps {
  step: FirstHourStep
  icon: IconName
  title: string
  says: string
  state: StepState
  isOpen: boolean
  onOpen(open: boolean): void
  /** Leads on to what is open still. */
  onNext?: { title: string; go(): void }
  children: ReactNode
}

/** One step of the first hour: a section that opens, one at a time. Done, skipped or open is said beside its name. */
export function Step({ step, icon, title, says, state, isOpen, onOpen, onNext, children }: StepProps) {
  // What was begun in a step stays while another one is looked at.
  const [wasOpened, setWasOpened] = useState(isOpen)
  if (isOpen && !wasOpened) setWasOpened(true)
  return (
    <details
      className={css.step}
      id={step}
      open={isOpen}
      onToggle={event => event.currentTarget.open !== isOpen && onOpen(event.currentTarget.open)}
    >
      <summary>
        <Icon name={state.state === 'done' ? 'done' : icon} className={state.state === 'done' ? 'proven' : 'accent'} />
        <span className={css.name}>
          <h2>{title}</h2>
          <span className="soft small">{says}</span>
        </span>
        <Standing state={state} />
      </summary>
      <div className={css.inside}>
        {wasOpened && children}
        {state.state !== 'open' && onNext && (
          <button type="button" className="btn primary big" onClick={onNext.go}>
            Next: {onNext.title}
          </button>
        )}
        <Skip step={step} state={state} />
      </div>
    </details>
  )
}

function Standing({ state }: { state: StepState }) {
  if (state.state === 'open') return <Icon name="down" className="soft" />
  return (
    <span className={`note ${css.standing}`}>
      {state.state === 'done' ? 'Done' : 'Skipped'}: {state.by}, {clockTime(state.at)}
    </span>
  )
}

function Skip({ step, state }: { step: FirstHourStep; state: StepState }) {
  const me = useMe()
  const lookAgain = useLookAgain()
  if (me?.role !== 'admin' || state.state === 'done') return null
  const skipped = state.state !== 'skipped'
  const ask = () => void write(`/api/v1/first-hour/${step}`, { skipped }).then(lookAgain)
  return (
    <button type="button" className={`btn quiet ${css.skip}`} onClick={ask}>
      {skipped ? 'Skip this step' : 'Do it after all'}
    </button>
  )
}
