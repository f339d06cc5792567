import { useQuery } from '@tanstack/react-query'
import type { OfferedPage } from '../../incident/events.ts'
import type { Step } from '../../runbook/step.ts'
import { read } from '../desk/client.ts'
import { openForm } from '../desk/forms.ts'
import { pageMarkup } from '../desk/page-markup.ts'
import { useRoom } from '../desk/room-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import css from './page-dialog.module.css'

interface PageRead {
  id: string
  html: string
  steps: Step[]
}

/** A runbook page, read beside the incident: its text, and its steps to do, note or propose as a change. */
export function PageDialog({ page, onClose }: { page: OfferedPage; onClose(): void }) {
  const path = `/api/v1/runbook/pages/${page.page.split('/').map(encodeURIComponent).join('/')}`
  const { data, error } = useQuery({ queryKey: ['page', page.page], queryFn: () => read<PageRead>(path) })
  const { is, me, press } = useRoom()
  const mayFollow = me.role !== 'viewer' && is.status !== 'resolved' && is.followedPage?.page !== page.page
  const follow = () => {
    onClose()
    press({ label: 'Follow', command: 'follow-page', body: { page: page.page } })
  }
  return (
    <Dialog title={page.title} wide onClose={onClose}>
      {error && <p className="soft">{error.message}</p>}
      {data && <div className={css.text} dangerouslySetInnerHTML={{ __html: pageMarkup(data.html) }} />}
      {data && data.steps.length > 0 && <h3>Its steps</h3>}
      <ul className={css.steps}>
        {data?.steps.map(step => (
          <StepLine key={step.name} page={page.page} step={step} onPress={onClose} />
        ))}
      </ul>
      <div className="row">
        {mayFollow && (
          <button type="button" className="btn primary" onClick={follow}>
            Follow this page
          </button>
        )}
        <button type="button" className="btn" onClick={onClose}>
          Back
        </button>
      </div>
    </Dialog>
  )
}

function StepLine({ page, step, onPress }: { page: string; step: Step; onPress(): void }) {
  const { press, me } = useRoom()
  const asChange = openForm('Change', 'propose-change', {
    kind: step.risk ?? 'complex',
    commands: [step.code],
    restsOn: { page },
    ...(step.touches.length > 0 && { touches: step.touches }),
    ...(step.undo && { undo: step.undo }),
    ...(step.verify && { verify: step.verify }),
  })
  const then = (run: () => void) => () => {
    onPress()
    run()
  }
  return (
    <li>
      <p className="row">
        <b>{step.name}</b> <span className="tag">{step.kind}</span>
      </p>
      <code className="cmd">{step.code}</code>
      {me.role !== 'viewer' && (
        <p className="row wrap">
          {step.kind === 'change' && (
            <button type="button" className="btn" onClick={then(() => press(asChange))}>
              Propose it as a change…
            </button>
          )}
          <button
            type="button"
            className="btn quiet"
            onClick={then(() => press({ label: 'Note', command: 'run-step', body: { page, step: step.name } }))}
          >
            I did this one
          </button>
        </p>
      )}
    </li>
  )
}
