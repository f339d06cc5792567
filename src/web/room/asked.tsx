import { lazy, Suspense } from 'react'
import type { Next } from '../../incident/decision.ts'
import { later } from '../parts/later.tsx'
import { AskDialog } from './ask-dialog.tsx'

const DraftDialog = later(() => import('./draft-dialog.tsx').then(all => all.DraftDialog))
const HandOverDialog = later(() => import('./hand-over-dialog.tsx').then(all => all.HandOverDialog))

/** Rarely needed, and never by a key: it comes when it is asked for. */
const RedactDialog = lazy(() => import('./redact-dialog.tsx'))
const TrafficDialog = lazy(() => import('./traffic-dialog.tsx'))

/** The form of what was pressed and still needs words. Most are in the first load: what is written with no connection is kept. */
export function Asked({ next, onClose }: { next: Next; onClose(): void }) {
  if (next.command === 'accept-page') return <DraftDialog next={next} onClose={onClose} />
  if (next.command === 'offer-lead') return <HandOverDialog next={next} onClose={onClose} />
  if (next.command === 'redact' || next.command === 'shift-traffic')
    return (
      <Suspense>
        {next.command === 'redact' ? (
          <RedactDialog next={next} onClose={onClose} />
        ) : (
          <TrafficDialog next={next} onClose={onClose} />
        )}
      </Suspense>
    )
  return <AskDialog key={JSON.stringify(next)} next={next} onClose={onClose} />
}
