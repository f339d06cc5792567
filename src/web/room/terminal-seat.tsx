import type { Terminal } from '../../incident/incident.ts'
import { ownHost, seatOf } from '../../incident/seats.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { useNow } from '../desk/use-now.ts'
import { Icon } from '../parts/icon.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import { TakeOver } from './take-over.tsx'
import css from './terminal.module.css'
import type { HandOver } from './use-control.ts'

interface Seat {
  terminal: Terminal
  holder?: string
  given?: HandOver
  /** I said that I have control, and the terminal does not know it yet. */
  isTaking: boolean
  isRecorded: boolean
}

/** Who has the keyboard: the first thing said of a terminal, in the accent only when it is you. */
export function SeatBar({ terminal, holder, given, isTaking, isRecorded }: Seat) {
  const room = useRoom()
  const { is, me, press, nameOf, present, gone } = room
  const isMine = holder === me.id
  const isAway = holder !== undefined && gone.has(holder)
  const says = given
    ? `${given.name} gave you the keyboard`
    : isMine
      ? isTaking
        ? 'Taking control…'
        : 'You have the keyboard'
      : holder
        ? `${nameOf(holder)}${isAway ? ', away' : ' has the keyboard'}`
        : 'The keyboard is free'
  const watchers = present.filter(one => one.id !== holder).length
  const { askedBy } = seatOf(is, terminal.host)
  const asked = askedBy.includes(me.id)
  const asker = isMine && !given ? askedBy.find(one => one !== me.id) : undefined
  const host = ownHost(is, terminal.host)
  const there = host ? { host } : {}
  const mayType = me.role !== 'viewer' && !terminal.looking
  return (
    <>
      <div className={css.bar}>
        <div className={css.words}>
          <span className={isMine ? css.mine : css.holder}>
            <Icon name={isMine || !holder ? 'key' : 'eye'} />
            {says}
          </span>
          <span className={css.faint}>{terminal.looking ? `${terminal.host}, to look around` : terminal.host}</span>
          <span className={css.faint}>
            <Icon name="rec" />{' '}
            {!isRecorded
              ? 'not recorded'
              : room.cannotSaveSince
                ? `not saved by Fireline yet, kept on ${terminal.host}`
                : 'recorded'}
          </span>
          {watchers > 0 && (
            <span className={css.faint}>
              <Icon name="eye" /> {watchers} <span className={css.word}>{watchers === 1 ? 'watches' : 'watch'}</span>
            </span>
          )}
        </div>
        {asker && !terminal.looking && (
          <button
            type="button"
            className="btn"
            onClick={() => press({ label: 'Give', command: 'give-keyboard', body: { to: asker, ...there } })}
            {...heldBack(room, 'give-keyboard')}
          >
            Give it to {nameOf(asker)}
          </button>
        )}
        {isMine && !given && !terminal.looking && (
          <button
            type="button"
            className="btn"
            onClick={() => press(openForm('Give', 'give-keyboard', there))}
            {...heldBack(room, 'give-keyboard')}
          >
            Give keyboard… <KeyHint name="offer" />
          </button>
        )}
        {!isMine && mayType && !holder && (
          <button
            type="button"
            className="btn"
            onClick={() => press({ label: 'Take', command: 'take-keyboard', body: there })}
            {...heldBack(room, 'take-keyboard')}
          >
            Take the keyboard
          </button>
        )}
        {!isMine && mayType && holder && !asked && (
          <button
            type="button"
            className="btn"
            onClick={() => press({ label: 'Ask', command: 'ask-keyboard', body: there })}
            {...heldBack(room, 'ask-keyboard')}
          >
            Ask for it
          </button>
        )}
        {!isMine && asked && <span className={css.faint}>You asked for it</span>}
      </div>
      <TakeOver terminal={terminal} />
    </>
  )
}

/** As long as the server waits for who has a keyboard. */
const keptMs = 10_000

/** The operator's link is down: the seat is kept and its clock is shown, so that nobody fights for it. */
export function OperatorAway({ holder, at }: { holder: string; at: string }) {
  const { is, gone, nameOf, press, me } = useRoom()
  const now = useNow(1_000)
  const since = gone.get(holder)
  if (!since || holder === me.id) return null
  const forMs = now.getTime() - since.getTime()
  const leftS = Math.max(0, Math.ceil((keptMs - forMs) / 1_000))
  const host = ownHost(is, at)
  const over = openForm('Take over', 'take-over', host ? { host } : {})
  return (
    <div className={css.away} role="status">
      <Icon name="off" />
      <p>
        <b>{nameOf(holder)}'s link is down</b> for {Math.max(0, Math.round(forMs / 1_000))} s.{' '}
        <span id="seat-kept">
          {leftS > 0 ? `The keyboard is kept for ${leftS} s more.` : 'Anybody may take the keyboard now.'}
        </span>
      </p>
      {me.role !== 'viewer' && (
        <button
          type="button"
          className="btn"
          aria-disabled={leftS > 0}
          aria-describedby="seat-kept"
          onClick={() => leftS === 0 && press(over)}
        >
          Take over, with a reason…
        </button>
      )}
    </div>
  )
}

/** One key and nothing typed before it reaches the program: whatever stands there unfinished is somebody else's. */
export function TakeControl({ given, onTake }: { given: HandOver; onTake(): void }) {
  const room = useRoom()
  const { press } = room
  return (
    <div className={css.control} role="status">
      <p>A line left unfinished above is {given.name}'s. No key of yours goes there until you say so.</p>
      <span className="row wrap" data-first>
        <button type="button" className="btn primary" onClick={onTake}>
          I have control <KeyHint name="control" />
        </button>
        <button
          type="button"
          className="btn"
          onClick={() =>
            press({
              label: 'Give it back',
              command: 'give-keyboard',
              body: { to: given.by, ...(given.host && { host: given.host }) },
            })
          }
          {...heldBack(room, 'give-keyboard')}
        >
          Not now
        </button>
      </span>
    </div>
  )
}
