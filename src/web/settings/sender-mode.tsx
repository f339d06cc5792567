import { put } from '../desk/client.ts'
import { useDoing } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface SenderModeProps {
  sender: { id: string; name: string; mode: 'live' | 'shadow' }
  maySet: boolean
}

/** Live, or in shadow beside another pager; one button between them. */
export function SenderMode({ sender: { id, name, mode }, maySet }: SenderModeProps) {
  const { busy, error, run } = useDoing()
  const other = mode === 'shadow' ? 'live' : 'shadow'
  const path = '/api/v1/integrations'
  return (
    <>
      {mode === 'shadow' && <span className="tag is-accent">in shadow</span>}
      {maySet && (
        <button
          type="button"
          className="btn"
          disabled={busy}
          onClick={() => void run(() => put(`${path}/${id}/mode`, { mode: other }), path)}
        >
          {mode === 'shadow' ? 'Switch live' : 'Into shadow'}
          <span className="visually-hidden"> {name}</span>
        </button>
      )}
      <Wrong error={error} />
    </>
  )
}
