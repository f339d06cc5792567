import { lazy, Suspense } from 'react'
import { Link } from 'wouter'
import { clockTime, since } from '../desk/clock.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import { Palette, type PaletteItem } from '../parts/palette.tsx'
import { Who } from '../parts/who.tsx'
import { PromiseBanner } from '../proof/banner.tsx'
import { LineBanner } from './line-banner.tsx'
import { More } from './more.tsx'
import css from './room.module.css'
import { seatWords, typistWords } from './seat-words.ts'

const CallLink = lazy(() => import('./call-link.tsx'))

const stateWords = { open: 'Not mitigated', mitigated: 'Mitigated', resolved: 'Resolved' }

interface Bar {
  lostAt?: Date
  nextTryAt?: Date
  items: readonly PaletteItem[]
  onHelp(): void
}

export function RoomBar({ lostAt, nextTryAt, items, onHelp }: Bar) {
  const room = useRoom()
  const { is, now, press, me, nameOf } = room
  const at =
    is.status === 'resolved' ? is.resolvedAt : is.status === 'mitigated' ? is.mitigatedAt : is.startedAt || is.openedAt
  return (
    <header>
      <div className="bar">
        <Link className="mark" href="/" aria-label="Fireline, all incidents">
          <Icon name="mark" />
        </Link>
        <span className="divider" />
        <div className={css.title}>
          <h1 className="clip">{is.title}</h1>
          <span className="faint small clip">
            INC-{is.number}
            <span className={css.phone}>
              , {is.severity}, {is.status === 'open' ? seatWords(is, me.id, nameOf) : is.status}
              {is.drill && ', a drill'}
            </span>
          </span>
        </div>
        <button
          type="button"
          className={css.severity}
          onClick={() => press(openForm('Severity', 'set-severity'))}
          aria-label={`${is.severity}, change it`}
          {...heldBack(room, 'set-severity')}
        >
          {is.severity}
        </button>
        {is.drill && <span className={`tag ${css.wide}`}>drill</span>}
        <span className={`small soft nowrap ${css.wide}`}>
          {stateWords[is.status]}, <b>{since(at ?? is.openedAt, now)}</b>
        </span>
        {is.nextUpdateDueAt && is.status !== 'resolved' && (
          <span className={`row small soft nowrap ${css.wide}`}>
            <Icon name="horn" />
            Next update due <b>{clockTime(is.nextUpdateDueAt)}</b>
          </span>
        )}
        <Seats />
        <Suspense>
          <CallLink where="bar" />
        </Suspense>
        <More />
        <Palette actions={items} />
        <button type="button" className={`btn quiet ${css.wide}`} onClick={onHelp} aria-label="Keys">
          Keys <KeyHint name="help" />
        </button>
      </div>
      <LineBanner lostAt={lostAt} nextTryAt={nextTryAt} />
      {!lostAt && <PromiseBanner />}
    </header>
  )
}

/** Who leads and who has the keyboard; said only once there are two. */
function Seats() {
  const { is, me, nameOf } = useRoom()
  const lead = is.lead ?? is.acknowledgedBy
  if (!lead)
    return (
      <span className={css.seats}>
        <b className="need">Nobody has it</b>
      </span>
    )
  const others = is.people.filter(one => !one.leftAt).length
  const typist = typistWords(is, me.id, nameOf)
  return (
    <span className={css.seats}>
      <Who name={nameOf(lead)} isLead={lead === me.id} />
      <span className="clip">
        <b>{seatWords(is, me.id, nameOf)}</b>
        {others > 1 && <span className="soft">, {others} here</span>}
      </span>
      {others > 1 && typist && is.status !== 'resolved' && (
        <span className={`row soft ${css.wide}`}>
          <Icon name="key" className={typist.startsWith('You') ? 'accent' : ''} />
          {typist}
        </span>
      )}
    </span>
  )
}
