import { type Failed, remove } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { type Matcher, matchersWords } from './matchers.tsx'
import { NewSilence } from './new-silence.tsx'
import css from './settings.module.css'
import { silencesPath } from './silences-path.ts'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface Silence {
  id: string
  kind: 'silence' | 'maintenance'
  state: 'pending' | 'active' | 'expired'
  service?: string
  matchers: Matcher[]
  reason: string
  startsAt: string
  endsAt: string
  createdBy: string
}

const mostOver = 10

/** Quiet that somebody answers for: what it covers, who made it, why and until when. */
export function SilencesPart({ me }: { me: Me }) {
  const { data, error } = useRead<{ silences: Silence[] }>(silencesPath)
  const all = data?.silences ?? []
  const now = all.filter(one => one.state !== 'expired').sort((a, b) => (a.endsAt < b.endsAt ? -1 : 1))
  const over = all.filter(one => one.state === 'expired').slice(0, mostOver)
  return (
    <>
      <p className="small soft">
        What a silence covers is kept and listed, and opens nothing. It ends by itself; what fires then, comes in.
      </p>
      <Wrong error={error as Failed | undefined} />
      <ul className={css.rows} aria-label="Silences now and to come">
        {now.map(one => (
          <Line key={one.id} silence={one} mayEnd={me.role !== 'viewer'} />
        ))}
        {data && now.length === 0 && <li>Nothing is silenced.</li>}
      </ul>
      {me.role !== 'viewer' && <NewSilence />}
      {over.length > 0 && (
        <section className={css.section} aria-labelledby="h-over">
          <h2 id="h-over">Over</h2>
          <ul className={css.rows}>
            {over.map(one => (
              <Line key={one.id} silence={one} mayEnd={false} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Line({ silence, mayEnd }: { silence: Silence; mayEnd: boolean }) {
  const now = useNow(20_000)
  const { busy, error, run } = useDoing()
  const { id, kind, state, reason, createdBy, startsAt, endsAt } = silence
  const covers = coversWords(silence)
  return (
    <li>
      <div className={css.what}>
        <b>{covers}</b>
        <span className="small soft">{reason}</span>
        <span className="note">
          {kind === 'maintenance' ? 'Maintenance' : 'Silenced'} by {createdBy}
          {state === 'pending' && `, from ${dayAndTime(startsAt, now)}`}, {state === 'expired' ? 'ended' : 'until'}{' '}
          {dayAndTime(endsAt, now)}
        </span>
        <Wrong error={error} />
      </div>
      {mayEnd && (
        <button
          type="button"
          className="btn"
          disabled={busy}
          aria-label={`End now: ${covers}`}
          onClick={() => void run(() => remove(`${silencesPath}/${id}`), silencesPath)}
        >
          End now
        </button>
      )}
    </li>
  )
}

function coversWords({ service, matchers }: Pick<Silence, 'service' | 'matchers'>): string {
  const where = service ? `Alerts of ${service}` : 'Alerts'
  return matchers.length > 0 ? `${where} whose ${matchersWords(matchers)}` : where
}
