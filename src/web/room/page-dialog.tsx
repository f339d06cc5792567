import { useQuery } from '@tanstack/react-query'
import type { OfferedPage } from '../../incident/events.ts'
import { read } from '../desk/client.ts'
import { Dialog } from '../parts/dialog.tsx'
import css from './stage.module.css'

/** A runbook page as the Markdown it is: text, so that nothing in it can act. */
export function PageDialog({ page, onClose }: { page: OfferedPage; onClose(): void }) {
  const path = `/api/v1/runbook/pages/${page.page.split('/').map(encodeURIComponent).join('/')}`
  const { data, error } = useQuery({ queryKey: ['page', page.page], queryFn: () => read<{ markdown: string }>(path) })
  return (
    <Dialog title={page.title} wide onClose={onClose}>
      {error && <p className="soft">{error.message}</p>}
      <pre className={css.markdown} tabIndex={0}>
        {data?.markdown ?? ''}
      </pre>
      <button type="button" className="btn" onClick={onClose}>
        Back
      </button>
    </Dialog>
  )
}
