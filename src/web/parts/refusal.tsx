import type { Next } from '../../incident/decision.ts'
import { type Failed, Refused } from '../desk/client.ts'
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
  return (
    <button type="button" className="btn" onClick={() => onNext(next)}>
      {next.label}
    </button>
  )
}
