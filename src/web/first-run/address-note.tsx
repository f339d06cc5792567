import type { Reachable } from '../../api/first-hour.ts'
import { Copyable } from '../parts/copyable.tsx'
import css from './first-run.module.css'

/** Said where a link is about to be handed to a phone that could not open it. */
export function AddressNote({ address }: { address: Reachable }) {
  if (!address.isLoopback) return null
  const at = address.elsewhere[0]
  return (
    <div className={`small ${css.came}`} role="note">
      <p>
        Fireline listens on {new URL(address.url).host}, for this machine alone: a phone cannot open links to it. The
        buttons in ntfy and Telegram work all the same, for Fireline goes and fetches their answer.
      </p>
      {at && (
        <>
          <p className="small soft">To let your network in, start it so; elsewhere name the address it is known by:</p>
          <Copyable text={startLine(at)} says="Copy line" />
        </>
      )}
      {address.elsewhere.length > 1 && (
        <p className="note">This machine is also {address.elsewhere.slice(1).join(' and ')}.</p>
      )}
    </div>
  )
}

/** Another start listens on the port of this one, or the address would lead nowhere. */
function startLine(at: string): string {
  const { port } = new URL(at)
  return `FIRELINE_HOST=0.0.0.0 ${port && port !== '7070' ? `FIRELINE_PORT=${port} ` : ''}FIRELINE_URL=${at} npm start`
}
