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
  // Where only a reason is asked for, how much goes where is said already.
  const isMove = next.command === 'shift-traffic' && next.body['share'] === null
  if (isMove || next.command === 'redact')
    return (
      <Suspense>
        {isMove ? <TrafficDialog next={next} onClose={onClose} /> : <RedactDialog next={next} onClose={onClose} />}
      </Suspense>
    )
  return <AskDialog key={JSON.stringify(next)} next={next} onClose={onClose} />
}
