import { Link } from 'wouter'
import type { Noisy } from '../../incident/noisy.ts'
import { type Failed, put } from '../desk/client.ts'
import type { Me } from '../desk/use-me.ts'
import { noiseWords } from './noise-words.ts'
import css from './settings.module.css'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

const path = '/api/v1/reports/noisy?days=7'
const mailPath = '/api/v1/me/weekly-mail'

/** The ten noisiest of the week, with what can be done about each. */
export function NoisePart({ me }: { me: Me }) {
  const { data, error } = useRead<{ noisy: Noisy[] }>(path)
  return (
    <>
      <p className="small soft">
        The last seven days: what paged people without being found useful comes first. Whether a page was useful is
        asked once, by one tap, when its incident is over.
      </p>
      <Wrong error={error as Failed | undefined} />
      {data?.noisy.length === 0 && <p className="empty">No alert fired. Nothing to quieten.</p>}
      {data && data.noisy.length > 0 && (
        <ul className={css.rows} aria-label="The noisiest">
          {data.noisy.map(one => (
            <Line key={one.signature} noisy={one} me={me} />
          ))}
        </ul>
      )}
      {me.role !== 'viewer' && <WeeklyMail />}
    </>
  )
}

function Line({ noisy, me }: { noisy: Noisy; me: Me }) {
  const { pages, useful } = noiseWords(noisy)
  const may = ({ path: to }: Noisy['next'][number]) =>
    me.role === 'admin' || (me.role === 'responder' && to.startsWith('/settings/silences'))
  return (
    <li>
      <div className={css.what}>
        <b>{noisy.name}</b>
        <span className="small soft">
          {noisy.service} · {pages}
        </span>
        <span className="note">{useful}</span>
      </div>
      {noisy.next.filter(may).map(({ label, path: to }) => (
        <Link key={label} className="btn" href={to} aria-label={`${label}: ${noisy.name}`}>
          {label}
        </Link>
      ))}
    </li>
  )
}

function WeeklyMail() {
  const { data } = useRead<{ wanted: boolean }>(mailPath)
  const { busy, error, run } = useDoing()
  if (!data) return null
  return (
    <section className={css.section} aria-labelledby="h-weekly">
      <h2 id="h-weekly">By mail</h2>
      <label className={css.switch}>
        <input
          type="checkbox"
          checked={data.wanted}
          disabled={busy}
          onChange={event => void run(() => put(mailPath, { wanted: event.target.checked }), mailPath)}
        />
        Send this list to me on Mondays. Each mail has a link that ends it.
      </label>
      <Wrong error={error} />
    </section>
  )
}
