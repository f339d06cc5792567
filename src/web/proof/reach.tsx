import { useQuery } from '@tanstack/react-query'
import { read } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import { Icon } from '../parts/icon.tsx'
import settings from '../settings/settings.module.css'
import css from './proof.module.css'
import { type CheckSaid, checkWords, wayWords } from './reach-words.ts'

const lookEveryMs = 15_000

/** Who came on call lately, and whether a page reaches them: asked quietly at the start of each shift. */
export function ReachChecks() {
  const now = useNow()
  const { data } = useQuery({
    queryKey: ['/api/v1/reach-checks'],
    queryFn: () => read<{ checks: CheckSaid[] }>('/api/v1/reach-checks'),
    refetchInterval: lookEveryMs,
  })
  return (
    <section className={`pane ${settings.section}`} aria-labelledby="h-reach">
      <h2 id="h-reach">Who came on call, and is reached</h2>
      <p className="note">
        At the start of each shift a quiet page goes out over every channel of who begins it. One tap is enough; without
        one within 30 minutes, whoever had it before and the team are told.
      </p>
      {data?.checks.length === 0 && <p className="empty">No shift has begun yet on a schedule that pages somebody.</p>}
      {data?.checks.map(check => (
        <Check key={check.id} check={check} now={now} />
      ))}
    </section>
  )
}

function Check({ check, now }: { check: CheckSaid; now: Date }) {
  const isBad = check.state === 'unanswered'
  const icon = check.state === 'confirmed' ? 'check' : isBad ? 'alert' : 'clock'
  const color = check.state === 'confirmed' ? 'proven' : isBad ? 'need' : 'soft'
  return (
    <article className={css.check} aria-label={`${check.person.name}, ${check.schedule}`}>
      <p className={css.line}>
        <Icon name={icon} className={color} />
        <span>
          <b>{check.person.name}</b> <span className="soft">on {check.schedule} since</span>{' '}
          {dayAndTime(check.startsAt, now)}:{' '}
          <span className={color}>{checkWords(check, at => dayAndTime(at, now))}</span>
        </span>
      </p>
      <ul className={css.ways}>
        {check.calls.map(call => (
          <li key={call.id} className={call.state === 'failed' ? 'need' : ''}>
            {wayWords(call)}
          </li>
        ))}
      </ul>
    </article>
  )
}
