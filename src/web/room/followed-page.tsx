import { useState } from 'react'
import { useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import { later } from '../parts/later.tsx'
import { PageSteps } from './page-steps.tsx'
import { usePage } from './use-page.ts'

const PageDialog = later(() => import('./page-dialog.tsx').then(all => all.PageDialog))

/** The page this incident goes by, beside the terminal: its steps, and which of them are done. */
export function FollowedPage() {
  const { is } = useRoom()
  const page = is.followedPage
  const [aside, setAside] = useState<string>()
  const [isRead, setRead] = useState(false)
  const { data, error } = usePage(page?.page)
  if (!page || is.status === 'resolved' || aside === page.page) return null
  return (
    <section className="sec" aria-labelledby="h-followed">
      <div className="sec-head wrap">
        <Icon name="book" />
        <h2 id="h-followed">We go by: {page.title}</h2>
        <span className="push row">
          <button type="button" className="btn" onClick={() => setRead(true)}>
            Read it
          </button>
          <button type="button" className="btn quiet" onClick={() => setAside(page.page)}>
            Stop following here
          </button>
        </span>
      </div>
      {error && <p className="small soft">It cannot be read now: {error.message}</p>}
      {data?.steps.length === 0 && <p className="empty">It has no steps to tick; read it.</p>}
      {data && <PageSteps page={page.page} steps={data.steps} />}
      {isRead && <PageDialog page={page} onClose={() => setRead(false)} />}
    </section>
  )
}
