import type { Next } from '../../incident/decision.ts'
import { AskDialog } from './ask-dialog.tsx'
import { DraftDialog } from './draft-dialog.tsx'
import { HandOverDialog } from './hand-over-dialog.tsx'
import { RedactDialog } from './redact-dialog.tsx'

/** The form of what was pressed and still needs words. */
export function Asked({ next, onClose }: { next: Next; onClose(): void }) {
  if (next.command === 'accept-page') return <DraftDialog next={next} onClose={onClose} />
  if (next.command === 'offer-lead') return <HandOverDialog next={next} onClose={onClose} />
  if (next.command === 'redact') return <RedactDialog next={next} onClose={onClose} />
  return <AskDialog key={JSON.stringify(next)} next={next} onClose={onClose} />
}
