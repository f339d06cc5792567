import { Link } from 'wouter'
import { howLong, since } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import { Icon } from '../parts/icon.tsx'
import css from './home.module.css'
import type { Readiness } from './use-home.ts'

interface ReadyCardProps {
  ready: Readiness
  me: Me
  now: Date
  /** The path is said above it already. */
  isQuiet?: boolean
}

/** Would an alert reach anybody: green only for what was proven a moment ago. */
export function ReadyCard({ ready, me, now, isQuiet }: ReadyCardProps) {
  return (
    <section className="pane" aria-labelledby="h-ready">
      <h2 id="h-ready">Ready before the fire</h2>
      <ul className={css.ready}>
        {!isQuiet && <AlertPath path={ready.path} />}
        <Heard ready={ready} me={me} now={now} />
        {ready.unreached.length > 0 && (
          <li>
            <Icon name="off" className="soft" />
            <Where href={me.role === 'admin' && '/settings/people'}>{unreached(ready.unreached)}</Where>
          </li>
        )}
        {ready.doubts.length > 0 && <Doubts doubts={ready.doubts} />}
        {ready.pagingNobody.map(({ policy }) => (
          <li key={policy}>
            <Icon name="alert" className="need" />
            <span>The policy {policy} pages nobody: whom it names has no channel.</span>
          </li>
        ))}
        {ready.gaps.map(({ schedule, when }) => (
          <li key={schedule}>
            <Icon name="alert" className="need" />
            <span>
              Nobody is on {schedule} {when}.
            </span>
          </li>
        ))}
        {ready.gaps.length === 0 && (
          <li>
            <Icon name="check" className="soft" />
            <span>No gap in who is on call</span>
          </li>
        )}
      </ul>
    </section>
  )
}

function Doubts({ doubts }: Pick<Readiness, 'doubts'>) {
  return (
    <li>
      <Icon name="bell" className="soft" />
      <details>
        <summary>{doubts.length === 1 ? '1 person' : `${doubts.length} people`} may sleep through a page</summary>
        {doubts.slice(0, 20).map(({ id, says }) => (
          <p key={id} className="small soft">
            {says}
          </p>
        ))}
      </details>
    </li>
  )
}

export function AlertPath({ path: { ok, provenMsAgo } }: Pick<Readiness, 'path'>) {
  const ago = provenMsAgo === null ? undefined : howLong(provenMsAgo)
  return (
    <li>
      <Icon name={ok ? 'check' : 'alert'} className={ok ? 'proven' : 'need'} />
      <span className={ok ? 'proven' : 'need'}>
        {ok && `The alert path was proven ${ago} ago, end to end`}
        {!ok &&
          (ago ? `The alert path was last proven ${ago} ago: pages may not leave` : 'The alert path is not proven yet')}
      </span>
    </li>
  )
}

/** A way there for who may go there. */
function Where({ href, children }: { href: string | false; children: string }) {
  return href ? <Link href={href}>{children}</Link> : <span>{children}</span>
}

function unreached(people: Readiness['unreached']): string {
  const names = people.slice(0, 4).map(one => one.name)
  const count = people.length === 1 ? '1 person' : `${people.length} people`
  return `${count} without any channel: ${names.join(', ')}${people.length > 4 ? ' …' : ''}`
}

function Heard({ ready: { senders, lastAlertAt }, me, now }: Omit<ReadyCardProps, 'isQuiet'>) {
  const silent = senders.filter(one => !one.lastAt).length
  const count = senders.length === 1 ? '1 sender is' : `${senders.length === 0 ? 'No' : senders.length} senders are`
  const some = silent === senders.length ? '' : `, ${silent} of them silent so far`
  const last = lastAlertAt ? `Last alert ${since(lastAlertAt, now)} ago.` : 'No alert has arrived yet.'
  return (
    <li>
      <Icon name="plug" className="soft" />
      <Where href={me.role !== 'viewer' && '/settings/senders'}>
        {`${count} connected${silent > 0 ? some : ''}. ${last}`}
      </Where>
    </li>
  )
}
