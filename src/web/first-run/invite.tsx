import type { FirstHour } from '../../api/first-hour.ts'
import { write } from '../desk/client.ts'
import { useMe } from '../desk/use-me.ts'
import { Copyable } from '../parts/copyable.tsx'
import { given } from '../parts/given.ts'
import { AddressNote } from './address-note.tsx'
import { Begun } from './begun.tsx'
import css from './first-run.module.css'
import { Qr } from './qr.tsx'
import { Trouble } from './trouble.tsx'
import { useWish } from './use-wish.ts'

const roles = [
  ['responder', 'Responder: is paged, works on fires'],
  ['viewer', 'Viewer: watches and learns'],
  ['admin', 'Admin: the same, and the settings'],
] as const

/** A one-use link with the role in it, to hand over in whatever way people talk. No mail is sent. */
export function Invite({ hour }: { hour: FirstHour }) {
  const me = useMe()
  const { answer, error, busy, ask } = useWish(async body => {
    const made = await write<{ url: string; svg: string }>('/api/v1/invites', body)
    return { ...made, role: String(body['role']) }
  })
  if (me && me.role !== 'admin') return <p className="small soft">An admin invites.</p>
  return (
    <div className="stack">
      <form
        className="stack"
        onSubmit={event => {
          event.preventDefault()
          void ask({ role: given(event.currentTarget)('role') })
        }}
      >
        <label className="field">
          <span>They come as</span>
          <select name="role">
            {roles.map(([role, says]) => (
              <option key={role} value={role}>
                {says}
              </option>
            ))}
          </select>
        </label>
        <Trouble error={error} />
        <button className={answer ? 'btn' : 'btn primary big'} disabled={busy}>
          {answer ? 'Make another link' : 'Make a link'}
        </button>
      </form>
      {answer && (
        <Begun key={answer.url}>
          <div className={css.scan}>
            <Qr svg={answer.svg} says={`lets one person in as ${answer.role}`} />
            <div className={`stack ${css.how}`}>
              <p className="small">
                For one person, as {answer.role}, within 7 days. It leads them on to ringing their phone.
              </p>
              <Copyable text={answer.url} says="Copy link" />
            </div>
          </div>
        </Begun>
      )}
      <AddressNote address={hour.address} />
    </div>
  )
}
