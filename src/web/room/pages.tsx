import { useState } from 'react'
import type { OfferedPage } from '../../incident/events.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import { later } from '../parts/later.tsx'
import css from './stage.module.css'

const PageDialog = later(() => import('./page-dialog.tsx').then(all => all.PageDialog))

/** What the runbook already says, with why it is offered and whom its page names. */
export function Pages() {
  const room = useRoom()
  const { is, press, me } = room
  const isOver = is.status === 'resolved'
  const [shown, setShown] = useState<OfferedPage>()
  return (
    <section className="sec" aria-labelledby="h-pages">
      <div className="sec-head">
        <h2 id="h-pages">Runbook</h2>
        {is.followedPage && <span className="note clip">following {is.followedPage.title}</span>}
      </div>
      {is.suggestedPages.length === 0 && (
        <div className="row wrap">
          <p className="empty">No page knows this yet.</p>
          {me.role !== 'viewer' && !isOver && (
            <button
              type="button"
              className="btn"
              onClick={() => press(openForm('Call somebody in', 'call-in'))}
              {...heldBack(room, 'call-in')}
            >
              Call somebody in…
            </button>
          )}
        </div>
      )}
      {is.suggestedPages.map(page => (
        <div key={page.page} className={css.page}>
          <div className="row">
            <Icon name="book" className="faint" />
            <h3>{page.title}</h3>
            {is.followedPage?.page === page.page && <span className="tag is-accent">following</span>}
          </div>
          <p className="small soft">
            {page.why}
            {page.contacts && page.contacts.length > 0 && `. Ask ${page.contacts.join(', ')}`}
          </p>
          <div className="row">
            <button type="button" className="btn" onClick={() => setShown(page)}>
              Read it
            </button>
            {is.followedPage?.page !== page.page && me.role !== 'viewer' && !isOver && (
              <button
                type="button"
                className="btn quiet"
                onClick={() => press({ label: 'Follow', command: 'follow-page', body: { page: page.page } })}
                {...heldBack(room, 'follow-page')}
              >
                Follow this page
              </button>
            )}
          </div>
        </div>
      ))}
      {shown && <PageDialog page={shown} onClose={() => setShown(undefined)} />}
    </section>
  )
}
