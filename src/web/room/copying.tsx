import type { ReactNode } from 'react'
import type { Next } from '../../incident/decision.ts'
import type { Backup, Change } from '../../incident/incident.ts'
import { saveRowsFirst } from '../../steps/change/rows-saved.ts'
import { howFarSays, phaseSays } from '../../steps/change/say-copying.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import css from './copying.module.css'
import { useCopying } from './use-copying.ts'

/** How far the copy of a change is, and the one press that ends it; called off, how it is taken anew. */
export function Copying({ change }: { change: Change }): ReactNode {
  const { is } = useRoom()
  const copies = is.backups.filter(one => one.change === change.id)
  const running = copies.filter(one => one.state === 'running')
  const isWaitedFor = (change.state === 'proposed' || change.state === 'failed') && is.status !== 'resolved'
  if (running.length > 0) return running.map(one => <Running key={one.id} backup={one} />)
  const last = copies.at(-1)
  if (!isWaitedFor || !last) return null
  if (last.stopped) return <Ways ways={[atFullPace(change)]} at={change.id} />
  return last.why ? <Ways ways={[...saveRowsFirst(is, change), goWithout(change)]} at={change.id} /> : null
}

/** So long nothing was heard, and it is said. */
const silentMs = 10_000

function Running({ backup }: { backup: Backup }) {
  const { now: today } = useRoom()
  const { now, at } = useCopying(backup.id)
  const { id, ref, touches } = backup
  const isSilent = today.getTime() - at.getTime() > silentMs
  const far = now && howFarSays(now)
  return (
    <section className={css.copying} aria-label={`${ref} is being taken`}>
      <p>
        <b>{now ? phaseSays[now.phase] : 'Beginning'}</b> {far && <span className="note num">{far}</span>}
      </p>
      <progress
        aria-label={`${ref}, ${touches.join(', ')}`}
        {...(now?.of !== undefined && { value: now.done, max: now.of })}
      />
      {now?.slowed && <p className="note">Gently: it makes way for who waits for what it copies.</p>}
      {isSilent && (
        <p className="note">Nothing was heard of it for a while. Should who takes it be gone, it begins again.</p>
      )}
      <Ways
        ways={[
          { label: `Stop ${ref}`, command: 'stop-backup', body: { backup: id } },
          openForm('Stop it, say why…', 'stop-backup', { backup: id }),
        ]}
        at={backup.change ?? id}
      />
    </section>
  )
}

const atFullPace = ({ id }: Change): Next => ({
  label: 'Take it at full pace',
  command: 'take-backup',
  body: { change: id, pace: 'full' },
})

const goWithout = ({ id }: Change): Next => ({
  label: 'Go without, say why…',
  command: 'waive',
  body: { rule: 'no-verified-backup', change: id, reason: null },
})

function Ways({ ways, at }: { ways: readonly Next[]; at: string }) {
  const room = useRoom()
  if (room.me.role === 'viewer') return null
  return (
    <div className="row wrap">
      {ways.map((next, n) => (
        <button
          key={next.label}
          type="button"
          className={n === 0 ? 'btn' : 'btn quiet'}
          onClick={() => room.press(next, at)}
          {...heldBack(room, next.command)}
        >
          {next.label}
        </button>
      ))}
    </div>
  )
}
