import { lazy, Suspense, useState } from 'react'
import { Link } from 'wouter'
import type { Terminal } from '../../incident/incident.ts'
import { seatOf } from '../../incident/seats.ts'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Icon } from '../parts/icon.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import css from './terminal.module.css'

const TerminalView = lazy(() => import('./terminal-view.tsx'))
const OpenShell = lazy(() => import('./open-shell.tsx'))

/** The shared terminals: one on the stage, the others a click away; those that ended left a recording. */
export function Terminals() {
  const { is, me, nameOf } = useRoom()
  const [chosen, setChosen] = useState<string>()
  const live = is.terminals.filter(one => one.state === 'live')
  const ended = is.terminals.filter(one => one.state === 'ended')
  const who = (one: Terminal): string => {
    const { awaiting, ...seat } = seatOf(is, one.host)
    const holder = one.looking ? one.person : seat.holder
    const name = holder === me.id ? 'you' : holder && nameOf(holder)
    if (!name) return 'nobody types'
    if (awaiting && !one.looking) return `waits for ${name}`
    return one.looking ? `${name} look${name === 'you' ? '' : 's'} around` : `${name} type${name === 'you' ? '' : 's'}`
  }
  const shown = live.find(one => one.id === chosen) ?? live[0]
  return (
    <section aria-label="Terminal">
      {live.length > 1 && (
        <div className={css.choose}>
          {live.map(one => (
            <button key={one.id} type="button" aria-pressed={one.id === shown?.id} onClick={() => setChosen(one.id)}>
              {one.host} <span className={css.who}>{who(one)}</span>
            </button>
          ))}
        </div>
      )}
      {shown && (
        <Suspense fallback={<div className={css.term}>Opening the terminal</div>}>
          <TerminalView key={shown.id} terminal={shown} />
        </Suspense>
      )}
      {!shown && is.status !== 'resolved' && (
        <div className={css.none}>
          <p className="row">
            <Icon name="term" /> No terminal is shared. Run this where you work; it appears here{' '}
            <KeyHint name="terminal" />
          </p>
          <div data-first>
            <Copyable text="fireline share -- ssh host" says="Copy" />
          </div>
        </div>
      )}
      {is.status !== 'resolved' && me.role !== 'viewer' && (
        <Suspense>
          <OpenShell />
        </Suspense>
      )}
      {!shown && is.status === 'resolved' && ended.length === 0 && <p className={css.none}>No terminal was shared.</p>}
      {ended.length > 0 && (
        <p className={css.recordings}>
          <Link href={`/incidents/INC-${is.number}/replay`}>Play it again</Link>
          {ended.map(one => (
            <a key={one.id} href={`/api/v1/recordings/${one.recording}.cast`} download>
              Recording of {one.host}, {clockTime(one.sharedAt)}
            </a>
          ))}
        </p>
      )}
    </section>
  )
}
