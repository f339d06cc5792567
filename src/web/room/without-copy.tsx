import type { ReactNode } from 'react'
import { clockTime } from '../desk/clock.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import css from './since.module.css'

/** What was typed and changed data of which no proven copy is held. */
export function WithoutCopy(): ReactNode {
  const room = useRoom()
  const { is, me, press } = room
  const last = is.withoutCopy?.slice(-3).toReversed() ?? []
  if (last.length === 0) return null
  return (
    <section aria-label="Changed without a copy">
      {last.map(({ command, what, touches, at, host }) => {
        const line = is.commands.find(one => one.entry === command)?.command ?? ''
        const done = {
          what: `Done already: ${line.slice(0, 150)}`,
          kind: 'complex',
          ...(touches.length > 0 && { touches }),
        }
        return (
          <div key={command} className={css.since}>
            <p>
              <span className="tag is-need">changed without a copy</span> <code>{line}</code>
            </p>
            <p className="note">
              {clockTime(at)}
              {host && ` on ${host}`}: {what}.
            </p>
            {me.role !== 'viewer' && is.status !== 'resolved' && (
              <button
                type="button"
                className="btn"
                onClick={() => press(openForm('Take one now…', 'propose-change', done))}
                {...heldBack(room, 'propose-change')}
              >
                Take one now…
              </button>
            )}
          </div>
        )
      })}
    </section>
  )
}
