import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Link } from 'wouter'
import { type PageSaid, stateWords } from '../../api/page-record.ts'
import { overWords } from '../../roster/contact-name.ts'
import { read } from '../desk/client.ts'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import css from './board.module.css'

const ChatRooms = lazy(() => import('./chat-rooms.tsx'))
const Letters = lazy(() => import('./letters.tsx'))

/** Who was told, over what, and who has seen it; each receiver's own answer one click away. */
export function Told() {
  const { is } = useRoom()
  const calls = is.calls.map(call => call.state).join()
  const { data } = useQuery({
    queryKey: ['pages', is.id, calls],
    queryFn: () => read<{ pages: PageSaid[] }>(`/api/v1/incidents/${is.id}/pages`),
    refetchInterval: 15_000,
    placeholderData: before => before,
  })
  const pages = data?.pages ?? []
  const failed = pages.filter(one => one.state === 'failed').length
  return (
    <section className="sec" aria-labelledby="h-told">
      <div className="sec-head">
        <h2 id="h-told">Who was told, and who has seen it</h2>
        {failed > 0 && <span className="tag is-need">{failed} not reached</span>}
        {is.calls.length > 0 && <Link href={`/incidents/INC-${is.number}/pages`}>The whole record</Link>}
      </div>
      {is.nobodyToCall && is.status !== 'resolved' && <p className="small need">{is.nobodyToCall}</p>}
      {is.calls.length === 0 && !is.stakeholdersToldAt && <p className="empty">Nobody was called.</p>}
      <ul className={css.told}>
        {pages.toReversed().map(page => (
          <Line key={page.id} page={page} />
        ))}
      </ul>
      <Suspense>
        <ChatRooms />
      </Suspense>
      <Suspense>{is.stakeholdersToldAt && <Letters />}</Suspense>
    </section>
  )
}

function Line({ page }: { page: PageSaid }) {
  const { person, reason, state, owedAt, attempts } = page
  return (
    <li>
      <details>
        <summary>
          <span className="clip">
            {person.name}, {overWords(page)}
          </span>
          <span className={`note ${state === 'failed' ? 'need' : ''}`}>
            {stateWords[state]}, {clockTime(owedAt)}
          </span>
        </summary>
        <p className="note">Because {reason}.</p>
        {attempts.length === 0 && <p className="note">Not tried yet.</p>}
        {attempts.map(one => (
          <p key={`${one.n}${one.at}`} className="note">
            {clockTime(one.at)}, {one.outcome}: {one.answer || 'it said nothing'}
          </p>
        ))}
      </details>
    </li>
  )
}
