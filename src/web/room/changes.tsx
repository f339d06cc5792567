import { Fragment, lazy, Suspense } from 'react'
import type { Change } from '../../incident/incident.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, thing, useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import { ChangeChecks } from './change-checks.tsx'
import { changeWays } from './change-ways.ts'
import { NoHere } from './no-here.tsx'
import { ObjectionCard } from './objection-card.tsx'
import css from './stage.module.css'

const ChangeMore = lazy(() => import('./change-more.tsx'))
const BesideChanges = lazy(() => import('./beside-changes.tsx'))

/** What is done to the live system: the one under way is open, the others are one line each. */
export function Changes() {
  const room = useRoom()
  const { is, press, me } = room
  const isOver = is.status === 'resolved'
  const newestFirst = is.changes.toReversed()
  return (
    <section className="sec" aria-labelledby="h-changes">
      <div className="sec-head">
        <h2 id="h-changes">
          {is.changes.length > 0 || is.shifts ? 'Changes' : isOver ? 'No change' : 'No change yet'}
        </h2>
        {me.role !== 'viewer' && !isOver && (
          <button
            type="button"
            className="btn push"
            onClick={() => press(openForm('Change', 'propose-change'))}
            {...heldBack(room, 'propose-change')}
          >
            Propose a change <KeyHint name="change" />
          </button>
        )}
      </div>
      <Suspense>{(is.withoutCopy ?? is.standByOffered ?? is.shifts) && <BesideChanges />}</Suspense>
      {newestFirst.map((change, i) => (
        <ChangeCard key={change.id} change={change} isOpen={i === 0 && !isOver} />
      ))}
    </section>
  )
}

function ChangeCard({ change, isOpen }: { change: Change; isOpen: boolean }) {
  const room = useRoom()
  const { is } = room
  const { id, ref, what, intent, kind, state } = change
  return (
    <details open={isOpen} className={css.change} {...thing(room, ref)}>
      <summary>
        <Icon name="down" />
        <span className="row wrap">
          <span className="ref">{ref}</span>
          <b>{what}</b>
          <span className="tag">
            {kind} {intent}
          </span>
          <span className="note">{state}</span>
        </span>
      </summary>
      <ChangeChecks change={change} />
      {change.commands.length > 0 && <code className="cmd">{change.commands.join('\n')}</code>}
      {is.objections
        .filter(one => one.to === id && one.state === 'open')
        .map(one => (
          <ObjectionCard key={one.id} objection={one} />
        ))}
      <NoHere at={id} />
      {change.note && <p role="status">{change.note}</p>}
      <ChangeButtons change={change} />
      <Results change={change} />
      {/* Comes a moment later, so it stands below: nothing moves away under a finger. */}
      <Suspense>
        <ChangeMore change={change} at="before" />
      </Suspense>
      <Suspense>{change.appliedAt && <ChangeMore change={change} at="since" />}</Suspense>
    </details>
  )
}

/** Each step of a change; which of them is refused is said by the refusal, with its way forward. */
function ChangeButtons({ change }: { change: Change }) {
  const room = useRoom()
  const { press, me, is } = room
  if (me.role === 'viewer') return null
  const isNewest = is.changes.findLast(one => one.state === 'proposed' || one.state === 'failed')?.id === change.id
  return (
    <div className="row wrap">
      {changeWays(is, change).map(next => (
        <Fragment key={next.label}>
          <button
            type="button"
            className={next.command === 'object' ? 'btn quiet' : 'btn'}
            onClick={() => press(next, change.id)}
            {...heldBack(room, next.command)}
          >
            {next.label}
          </button>
          {isNewest && next.command === 'apply-change' && <KeyHint name="apply" />}
        </Fragment>
      ))}
    </div>
  )
}

function Results({ change }: { change: Change }) {
  return change.results.map(({ command, exitCode, output }) => (
    <div key={command}>
      <p className="note">
        <code>{command}</code> {exitCode === undefined ? '' : exitCode === 0 ? 'ended well' : `ended with ${exitCode}`}
      </p>
      {output && <code className="cmd">{output}</code>}
    </div>
  ))
}
