import type { Next } from '../../incident/decision.ts'
import { howLong } from '../../incident/how-long.ts'
import type { Task } from '../../incident/incident.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, type Room, thing, useRoom } from '../desk/room-context.ts'
import css from './board.module.css'
import { NoHere } from './no-here.tsx'

/** Who does what until when: the open ones first, what came of the others below. */
export default function Tasks() {
  const { is } = useRoom()
  const tasks = is.tasks ?? []
  const open = tasks.filter(one => one.state === 'open')
  const over = tasks.filter(one => one.state !== 'open')
  return (
    <section className="sec" aria-labelledby="h-tasks">
      <div className="sec-head">
        <h2 id="h-tasks">Tasks</h2>
      </div>
      {open.length === 0 && <p className="empty">None is open.</p>}
      {open.map(one => (
        <OpenTask key={one.id} task={one} />
      ))}
      {over.length > 0 && (
        <details className={css.told}>
          <summary>
            <span>{over.length === 1 ? '1 task is over' : `${over.length} tasks are over`}</span>
          </summary>
          {over.map(one => (
            <p key={one.id}>
              <span className="ref">{one.ref}</span> {one.what}: {one.state}
              {one.note && `. ${one.note}`}
            </p>
          ))}
        </details>
      )}
    </section>
  )
}

function OpenTask({ task }: { task: Task }) {
  const room = useRoom()
  const { me, nameOf, press } = room
  const whose = task.to === undefined ? 'nobody has it yet' : task.to === me.id ? 'you' : nameOf(task.to)
  const left = task.until && Date.parse(task.until) - room.now.getTime()
  return (
    <div className={css.card} {...thing(room, task.ref)}>
      <div className="row top">
        <h3>
          <span className="ref">{task.ref}</span> {task.what}
        </h3>
        {typeof left === 'number' && (
          <span className={`push tag ${left <= 0 ? css.late : ''}`}>
            {left > 0 ? `${howLong(left)} left` : `${howLong(-left)} over`}
          </span>
        )}
      </div>
      <p className="note">
        {whose}, given by {task.by}
      </p>
      <NoHere at={task.id} />
      {me.role !== 'viewer' && (
        <div className="row wrap">
          {waysOf(me, task).map(next => (
            <button
              key={next.label}
              type="button"
              className={next.command === 'drop-task' ? 'btn quiet' : 'btn'}
              onClick={() => press(next, task.id)}
              {...heldBack(room, next.command)}
            >
              {next.label}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function waysOf(me: Room['me'], { id, to }: Task): Next[] {
  const on = { task: id }
  const take = { label: to === undefined ? 'I take it' : 'I take it over', command: 'take-task', body: on }
  const isMine = to === me.id
  return [
    ...(isMine ? [{ label: '10 minutes more', command: 'take-task', body: { ...on, minutes: 10 } }] : [take]),
    openForm('Done…', 'done-with-task', on),
    openForm('Drop…', 'drop-task', on),
  ]
}
