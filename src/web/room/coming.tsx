import type { Call, Incident } from '../../incident/incident.ts'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import css from './board.module.css'

/** Who was called and is not here yet: whether it was seen, and who said that they cannot. */
export function Coming() {
  const { is, nameOf } = useRoom()
  const coming = is.status === 'resolved' ? [] : calledAndNotHere(is)
  if (coming.length === 0) return null
  return (
    <ul className={css.coming} aria-label="Called, not here yet">
      {coming.map(call => (
        <li key={call.person}>
          <Icon name="call" /> <b className="clip">{nameOf(call.person)}</b>
          <span className="note">{howFar(is, call)}</span>
        </li>
      ))}
    </ul>
  )
}

/** The last call of each. */
function calledAndNotHere(is: Incident): Call[] {
  const isIn = new Set(is.people.map(one => one.person))
  const last = new Map(is.calls.filter(call => !isIn.has(call.person)).map(call => [call.person, call]))
  return [...last.values()]
}

function howFar(is: Incident, call: Call): string {
  const called = `called ${clockTime(call.at)}`
  if (is.cannot.includes(call.person)) return `${called}, cannot come`
  if (call.state === 'failed') return `${called}, was not reached`
  return call.state === 'shown' ? `${called}, has seen it` : `${called}, no answer yet`
}
