import { useId } from 'react'
import type { Next } from '../../incident/decision.ts'
import { type Failed, Refused } from '../desk/client.ts'
import { exactTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import { Copyable } from './copyable.tsx'
import { Icon } from './icon.tsx'

/** The polite no: grey, for nothing is on fire about it, with the ways forward as buttons. */
export function Refusal({ error, onNext }: { error: Refused | Failed; onNext?: (next: Next) => void }) {
  const ways = error instanceof Refused ? error.refusal.next : []
  return (
    <div className="refusal" role="status">
      <Icon name="lock" />
      <p>{error.message}</p>
      {ways.length > 0 && onNext && (
        <div className="row wrap">
          {ways.map(next => (
            <Way key={next.label} next={next} onNext={onNext} />
          ))}
        </div>
      )}
    </div>
  )
}

/** What a page cannot do for a person is a line for their own terminal. */
export function Way({ next, onNext }: { next: Next; onNext(next: Next): void }) {
  if (next.line) return <Copyable text={next.line} says={next.label} />
  if (next.from) return <LaterWay next={next} from={new Date(next.from)} onNext={onNext} />
  return (
    <button type="button" className="btn" onClick={() => onNext(next)}>
      {next.label}
    </button>
  )
}

/** A browser's clock may be wrong: what is further off than any way forward waits is asked for anyway. */
const longestWaitMs = 120_000

/** Works from a time on; until then it can be reached, and says when. */
function LaterWay({ next, from, onNext }: { next: Next; from: Date; onNext(next: Next): void }) {
  const id = useId()
  const waitMs = from.getTime() - useNow(500).getTime()
  const isEarly = waitMs > 0 && waitMs < longestWaitMs
  return (
    <>
      <button
        type="button"
        className="btn"
        aria-disabled={isEarly}
        aria-describedby={isEarly ? id : undefined}
        onClick={() => !isEarly && onNext(next)}
      >
        {next.label}
      </button>
      {isEarly && (
        <span id={id} className="note">
          from {exactTime(from)} on
        </span>
      )}
    </>
  )
}
