import { stepMarks } from '../../incident/step-marks.ts'
import { useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import css from './guide.module.css'

/** The seven steps: a guide, not a gate. */
export function Guide({ step }: { step: number }) {
  const { is } = useRoom()
  return (
    <nav aria-label="The seven steps">
      <ol className={css.guide}>
        {stepMarks(is).map((mark, i) => {
          const isNow = i + 1 === step
          return (
            <li key={mark.name} aria-current={isNow ? 'step' : undefined} data-done={mark.done}>
              <Icon name={isNow ? 'now' : mark.done ? 'done' : 'todo'} />
              <b>{mark.name}</b>
              <span>{mark.says}</span>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
