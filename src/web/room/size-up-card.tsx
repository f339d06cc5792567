import type { SizeUp } from '../../steps/identify/size-up.ts'
import { clockTime, dayAndTime, howLong, since } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import css from './stage.module.css'

/** The calm lines of acknowledging: what is said, since when and who is hurt, what changed, seen before, and until when it is quiet. */
export function SizeUpCard() {
  const { is, now, sizeUp: size } = useRoom()
  if (!size) return null
  return (
    <section className="sec" aria-labelledby="h-size">
      <div className="sec-head">
        <h2 id="h-size">What is known</h2>
      </div>
      <dl className={css.known}>
        <dt>It says</dt>
        <dd className={css.verbatim}>{size.says}</dd>
        <dt>Since</dt>
        <dd>
          {dayAndTime(size.since, now)}, {since(size.since, now)} ago
        </dd>
        <dt>Who is hurt</dt>
        <dd>{size.whoIsHurt}</dd>
        <dt>What changed</dt>
        <dd>
          <Changed changed={size.whatChanged} />
        </dd>
        <dt>Seen before</dt>
        <dd>{seenSays(size.seenBefore)}</dd>
        {size.quietUntil && is.status !== 'resolved' && (
          <>
            <dt>Quiet until</dt>
            <dd>{clockTime(size.quietUntil)}</dd>
          </>
        )}
      </dl>
    </section>
  )
}

function Changed({ changed }: { changed: SizeUp['whatChanged'] }) {
  if (changed.length === 0) return <span className="soft">Nothing that Fireline was told of.</span>
  return (
    <ul>
      {changed.slice(0, 5).map(one => (
        <li key={`${one.at}${one.summary}`}>
          {one.summary}{' '}
          <span className="faint">
            {when(one.beforeMinutes)}
            {one.author ? `, ${one.author}` : ''}
          </span>
          {one.answer === 'maybe' && <b> It may be this one, its author says.</b>}
        </li>
      ))}
    </ul>
  )
}

const when = (beforeMinutes: number): string =>
  beforeMinutes >= 0
    ? `${howLong(beforeMinutes * 60_000)} before`
    : `${howLong(-beforeMinutes * 60_000)} after it began`

function seenSays(seen: SizeUp['seenBefore']): string {
  if (!seen) return 'Not that anybody wrote down.'
  const times = seen.times === 1 ? 'Once' : `${seen.times} times`
  const took = seen.medianMinutes ? `, ${seen.medianMinutes} min` : ''
  const by = seen.lastFixedBy ? `, last by ${seen.lastFixedBy}` : ''
  return `${times}${took}${by}${seen.title ? `: ${seen.title}` : ''}`
}
