import { useMemo } from 'react'
import type { Incident } from '../../incident/incident.ts'
import { replay } from '../../incident/replay.ts'
import { type Room, RoomContext } from '../desk/room-context.ts'
import { useMe } from '../desk/use-me.ts'
import { Board } from '../room/board.tsx'
import css from './replay.module.css'
import type { Story } from './use-story.ts'

const stateWords = { open: 'Not mitigated', mitigated: 'Mitigated', resolved: 'Resolved' }
const nothing = () => {}
const noOne: never[] = []

/** The board as it was, from the same fold as the room: what was known, and who had what in hand. Nothing of it can be changed. */
export function BoardThen({ story, count, at }: { story: Story; count: number; at: number }) {
  const me = useMe()
  const is = useMemo(() => replay(story.entries.slice(0, count)), [story.entries, count])
  if (!me || count === 0) return null
  const room: Room = {
    is,
    entries: story.entries.slice(0, count),
    sizeUp: undefined,
    me: { ...me, role: 'viewer' },
    people: noOne,
    present: noOne,
    gone: new Map(),
    now: new Date(at),
    nameOf: story.nameOf,
    press: nothing,
    ask: async () => {},
    busy: false,
    select: nothing,
    go: nothing,
    unsent: noOne,
    words: undefined,
    tooOld: undefined,
    cannotSaveSince: undefined,
  }
  return (
    <RoomContext value={room}>
      <div className={css.then} data-region="board" tabIndex={-1}>
        <p className={css.state}>
          <b>{is.severity}</b>, {stateWords[is.status]}
          <br />
          <span className="soft">{seats(is, story.nameOf)}</span>
        </p>
        <Board />
        <Open is={is} nameOf={story.nameOf} />
      </div>
    </RoomContext>
  )
}

function seats(is: Incident, nameOf: Story['nameOf']): string {
  const lead = is.lead ?? is.acknowledgedBy
  if (!lead) return 'Nobody has it'
  if (!is.operator || is.operator === lead) return `${nameOf(lead)} has it`
  return `${nameOf(lead)} leads, ${nameOf(is.operator)} has the keyboard`
}

/** What was on the table then: suggestions and changes that had no answer yet. */
function Open({ is, nameOf }: { is: Incident; nameOf: Story['nameOf'] }) {
  const suggested = is.suggestions.filter(one => one.state === 'open')
  const objected = is.objections.filter(one => one.state === 'open')
  const last = is.changes.at(-1)
  if (suggested.length === 0 && objected.length === 0 && !last) return null
  return (
    <section className="sec" aria-labelledby="h-open">
      <h2 id="h-open">On the table</h2>
      <ul className={css.open}>
        {suggested.map(one => (
          <li key={one.id}>
            <span className="ref">{one.ref}</span> {one.text}
          </li>
        ))}
        {objected.map(one => (
          <li key={one.id} className="need">
            <span className="ref">{one.ref}</span> {nameOf(one.by)} objects: {one.reason}
          </li>
        ))}
        {last && (
          <li>
            <span className="ref">{last.ref}</span> {last.what} <span className="note">{last.state}</span>
          </li>
        )}
      </ul>
    </section>
  )
}
