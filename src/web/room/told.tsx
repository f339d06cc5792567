import { useQuery } from '@tanstack/react-query'
import { read } from '../desk/client.ts'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import css from './board.module.css'

interface Page {
  id: string
  person: { id: string; name: string }
  channel: string
  reason: string
  state: 'owed' | 'handed over' | 'shown' | 'tapped' | 'failed'
  owedAt: string
  attempts: { n: number; at: string; outcome: string; answer: string }[]
}

/** Handed over is what a receiver took from us; whether anybody looked is known only once they did. */
const words: Record<Page['state'], string> = {
  owed: 'not out yet',
  'handed over': 'handed over',
  shown: 'seen',
  tapped: 'answered',
  failed: 'not reached',
}

/** Who was told, over what, and who has seen it; each receiver's own answer one click away. */
export function Told() {
  const { is } = useRoom()
  const calls = is.calls.map(call => call.state).join()
  const { data } = useQuery({
    queryKey: ['pages', is.id, calls],
    queryFn: () => read<{ pages: Page[] }>(`/api/v1/incidents/${is.id}/pages`),
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
      </div>
      {is.nobodyToCall && is.status !== 'resolved' && <p className="small need">{is.nobodyToCall}</p>}
      {is.calls.length === 0 && !is.stakeholdersToldAt && <p className="empty">Nobody was called.</p>}
      <ul className={css.told}>
        {pages.toReversed().map(page => (
          <Line key={page.id} page={page} />
        ))}
      </ul>
      {is.stakeholdersToldAt && (
        <p className="note row">
          <Icon name="horn" /> Everyone who must know was written to at {clockTime(is.stakeholdersToldAt)}
        </p>
      )}
    </section>
  )
}

function Line({ page: { person, channel, reason, state, owedAt, attempts } }: { page: Page }) {
  return (
    <li>
      <details>
        <summary>
          <span className="clip">
            {person.name}, {channel}
          </span>
          <span className={`note ${state === 'failed' ? 'need' : ''}`}>
            {words[state]}, {clockTime(owedAt)}
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
