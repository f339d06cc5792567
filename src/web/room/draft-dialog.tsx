import { type FormEvent, useState } from 'react'
import type { Next } from '../../incident/decision.ts'
import type { Failed, Refused } from '../desk/client.ts'
import { useRoom } from '../desk/room-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { Refusal } from '../parts/refusal.tsx'
import css from './stage.module.css'

/** The drafted runbook page, to be read, corrected and put into the runbook. */
export function DraftDialog({ next, onClose }: { next: Next; onClose(): void }) {
  const { is, ask, press } = useRoom()
  const draft = is.drafts.find(one => one.id === next.body['draft']) ?? is.drafts.at(-1)
  const [markdown, setMarkdown] = useState(draft?.markdown ?? '')
  const [error, setError] = useState<Refused | Failed>()
  const [busy, setBusy] = useState(false)
  if (!draft) return null

  async function accept(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    try {
      await ask('accept-page', { draft: draft?.id, markdown })
      onClose()
    } catch (no) {
      setError(no as Refused | Failed)
    }
    setBusy(false)
  }

  return (
    <Dialog title={`The page: ${draft.title}`} wide onClose={onClose}>
      <form className="stack" onSubmit={event => void accept(event)}>
        <p className="small soft">
          Drafted from what was done. Correct it while you remember; it goes to <code>{draft.path}</code>.
        </p>
        <label className="field">
          <span>Markdown</span>
          <textarea
            className={`is-code ${css.draft}`}
            value={markdown}
            onChange={event => setMarkdown(event.target.value)}
            spellCheck
          />
        </label>
        {error && <Refusal error={error} onNext={way => press(way)} />}
        <FormEnd verb="Put it into the runbook" busy={busy} onBack={onClose} />
      </form>
    </Dialog>
  )
}
