import { comingWords, whoComes } from '../../incident/who-comes.ts'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import css from './board.module.css'

/** Who was called and is not here yet: whether it was seen, and who said that they cannot. */
export function Coming() {
  const { is, nameOf } = useRoom()
  const coming = whoComes(is).filter(one => one.state !== 'here' && one.state !== 'watches')
  if (coming.length === 0 || is.status === 'resolved') return null
  return (
    <ul className={css.coming} aria-label="Called, not here yet">
      {coming.map(one => (
        <li key={one.person}>
          <Icon name="call" /> <b className="clip">{nameOf(one.person)}</b>
          <span className="note">{comingWords(one, is, clockTime)}</span>
        </li>
      ))}
    </ul>
  )
}
