import { pageMarkup } from '../desk/page-markup.ts'
import { useRoom } from '../desk/room-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import css from './page-dialog.module.css'
import { PageSteps } from './page-steps.tsx'
import { usePage } from './use-page.ts'

/** A runbook page, read beside the incident: its text, and its steps to do, note or propose as a change. */
export function PageDialog({ page, onClose }: { page: { page: string; title: string }; onClose(): void }) {
  const { data, error } = usePage(page.page)
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
      {data && <PageSteps page={page.page} steps={data.steps} onPress={onClose} />}
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
