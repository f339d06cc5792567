import { lazy, Suspense } from 'react'
import type { Place } from '../../api/room-messages.ts'
import { type Room, useRoom } from '../desk/room-context.ts'
import { KeyHint } from '../parts/key-hint.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Board } from './board.tsx'
import { Changes } from './changes.tsx'
import { FollowedPage } from './followed-page.tsx'
import { NobodyLeads } from './nobody-leads.tsx'
import { Onset } from './onset.tsx'
import { Pages } from './pages.tsx'
import { People } from './people.tsx'
import { Remarks } from './remarks.tsx'
import css from './room.module.css'
import { SizeUpCard } from './size-up-card.tsx'
import { Terminals } from './terminals.tsx'
import { Timeline } from './timeline.tsx'
import { Told } from './told.tsx'
import { WasUseful } from './useful.tsx'

/** Most incidents have none. */
const Replies = lazy(() => import('./replies.tsx'))
const Commands = lazy(() => import('./commands.tsx'))
const OnTheHost = lazy(() => import('./on-the-host.tsx'))
const Tasks = lazy(() => import('./tasks.tsx'))
const OnHost = lazy(() => import('./on-host.tsx'))
const SideChannel = lazy(() => import('./side-channel.tsx'))

/** The parts of the room side by side; below a wide screen the timeline and the board take turns, on a phone each has its tab. */
export function Desk({ tab, no }: { tab: Place; no?: Room['no'] }) {
  const { is, me, go, press } = useRoom()
  const hasTerminal = is.terminals.some(one => one.state === 'live')
  const hasCommands = is.noted !== undefined || is.commands.some(one => one.kind)
  const hasChange = is.changes.length > 0 && is.status !== 'resolved'
  const turn = (place: Place, says: string) => (
    <button type="button" aria-pressed={(tab === 'timeline') === (place === 'timeline')} onClick={() => go(place)}>
      {says} {place === 'timeline' && <KeyHint name="timeline" />}
    </button>
  )
  const terminals = (
    <div data-for="terminal" data-region="terminal" tabIndex={-1}>
      <NobodyLeads />
      <Terminals />
      <Suspense>
        {is.touched && <OnTheHost />}
        {hasCommands && <Commands />}
      </Suspense>
    </div>
  )
  return (
    <main className={css.desk} data-tab={tab}>
      <fieldset className={css.turns} aria-label="Beside the stage">
        {turn('board', 'Board and people')}
        {turn('timeline', 'Timeline')}
      </fieldset>
      <div className={css.side} data-for="timeline" data-region="timeline" tabIndex={-1}>
        <Timeline isChosen={tab === 'timeline'} onShow={part => go(part as Place)} />
      </div>
      <div className={`${css.stage} scroll`}>
        {no?.at === 'room' && (
          <div className={css.no}>
            <Refusal error={no.error} onNext={next => press(next)} />
          </div>
        )}
        {hasTerminal && terminals}
        <div data-for="now" data-region="now" tabIndex={-1}>
          <FollowedPage />
          {hasChange && <Changes />}
          <SizeUpCard />
          <Onset />
          <Suspense>
            <OnHost />
          </Suspense>
          <Pages />
          {!hasChange && <Changes />}
        </div>
        {!hasTerminal && terminals}
      </div>
      <div className={`${css.right} scroll`}>
        <div data-for="board" data-region="board" tabIndex={-1}>
          <WasUseful />
          {is.remarks && (
            <Suspense>
              <Replies />
            </Suspense>
          )}
          <Remarks which="open" />
          <Board />
          <Remarks which="settled" />
        </div>
        <div data-for="people" data-region="people" tabIndex={-1}>
          <People />
          <Suspense>
            {is.tasks && <Tasks />}
            {(is.status === 'resolved' || (is.lead && is.lead !== me.id)) && <SideChannel />}
          </Suspense>
          <Told />
        </div>
      </div>
    </main>
  )
}
