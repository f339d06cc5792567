import type { Next } from '../../incident/decision.ts'
import { type Failed, Refused } from '../desk/client.ts'
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
            <button key={next.label} type="button" className="btn" onClick={() => onNext(next)}>
              {next.label}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
