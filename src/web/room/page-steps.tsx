import { lazy, Suspense } from 'react'
import type { Step } from '../../runbook/step.ts'
import { clockTime } from '../desk/clock.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import css from './page-dialog.module.css'

/** Few hosts run steps. */
const RunOnHost = lazy(() => import('./run-on-host.tsx'))

/** The steps of a page: which are noted as done, and by whom; a change goes through the gate like any other. */
export function PageSteps({ page, steps, onPress }: { page: string; steps: readonly Step[]; onPress?(): void }) {
  const { entries } = useRoom()
  const noted = entries.filter(one => one.type === 'StepRan').filter(one => one.data.page === page)
  return (
    <ul className={css.steps}>
      {steps.map(step => (
        <StepLine
          key={step.name}
          page={page}
          step={step}
          onPress={onPress}
          noted={noted.findLast(one => one.data.step === step.name)}
        />
      ))}
    </ul>
  )
}

interface Line {
  page: string
  step: Step
  noted?: { at: string; by: { name: string } }
  onPress?(): void
}

function StepLine({ page, step, noted, onPress }: Line) {
  const room = useRoom()
  const { press, me } = room
  const asChange = openForm('Change', 'propose-change', {
    kind: step.risk ?? 'complex',
    commands: [step.code],
    restsOn: { page },
    ...(step.touches.length > 0 && { touches: step.touches }),
    ...(step.undo && { undo: step.undo }),
    ...(step.verify && { verify: step.verify }),
  })
  const then = (run: () => void) => () => {
    onPress?.()
    run()
  }
  return (
    <li>
      <p className="row wrap">
        <Icon name={noted ? 'done' : 'todo'} className="faint" />
        <b>{step.name}</b> <span className="tag">{step.kind}</span>
        {noted && (
          <span className="note">
            noted {clockTime(noted.at)}, {noted.by.name}
          </span>
        )}
      </p>
      <code className="cmd" tabIndex={0}>
        {step.code}
      </code>
      {me.role !== 'viewer' && (
        <p className="row wrap">
          {step.kind === 'change' && (
            <button
              type="button"
              className="btn"
              onClick={then(() => press(asChange))}
              {...heldBack(room, 'propose-change')}
            >
              Propose it as a change…
            </button>
          )}
          <button
            type="button"
            className="btn quiet"
            onClick={then(() => press({ label: 'Note', command: 'run-step', body: { page, step: step.name } }))}
            {...heldBack(room, 'run-step')}
          >
            {noted ? 'I did it again' : 'I did this one'}
          </button>
          <Suspense>
            <RunOnHost page={page} step={step.name} />
          </Suspense>
        </p>
      )}
    </li>
  )
}
