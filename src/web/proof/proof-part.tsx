import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { NodeReady } from '../../api/ready.ts'
import { read } from '../desk/client.ts'
import { dayAndTime, howLong } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { Icon } from '../parts/icon.tsx'
import settings from '../settings/settings.module.css'
import { NodesPart } from './nodes.tsx'
import css from './proof.module.css'
import { ReachChecks } from './reach.tsx'

interface Promised {
  ok: boolean
  provenMsAgo: number | null
  auditedMsAgo: number | null
  late: { what: string; incident?: string; number?: number; dueAt: string; says: string }[]
  nodes: NodeReady[]
  fallback: { is: string | null; last: { said: 'red' | 'green'; at: string; answer: string; by: string } | null }
}

const lookEveryMs = 10_000

/** Whether pages leave, and what shows it. */
export function ProofPart({ me }: { me: Me }) {
  const promised = useQuery({
    queryKey: ['/api/v1/promise'],
    queryFn: () => read<Promised>('/api/v1/promise'),
    refetchInterval: lookEveryMs,
  }).data
  return (
    <>
      <p className="small soft">
        Handed over, shown and tapped are three things, and none of them is guessed. What could not be proven is red,
        here and on every page.
      </p>
      {promised && (
        <>
          <Way promised={promised} />
          <LateList late={promised.late} />
          <NodesPart nodes={promised.nodes} maySet={me.role === 'admin'} />
          <LastResort fallback={promised.fallback} hasSeveral={promised.nodes.length > 1} />
        </>
      )}
      <ReachChecks />
    </>
  )
}

function Way({ promised: { provenMsAgo, auditedMsAgo } }: { promised: Promised }) {
  const isProven = provenMsAgo !== null && provenMsAgo <= 60_000
  return (
    <section className={`pane ${settings.section}`} aria-labelledby="h-way">
      <h2 id="h-way">The way a page goes</h2>
      <p className={`${css.line} ${isProven ? 'proven' : 'need'}`}>
        <Icon name={isProven ? 'check' : 'alert'} />
        <span>
          {provenMsAgo === null
            ? 'No test alert came through yet.'
            : `A test alert went all the way ${howLong(provenMsAgo)} ago: taken in, an incident opened, the policy asked, a page made and handed to a channel.`}
        </span>
      </p>
      <p className="note">
        {auditedMsAgo === null
          ? 'Nobody looked yet whether every page left.'
          : `Every open incident was gone through ${howLong(auditedMsAgo)} ago: what should have left by its timeline is held against what did.`}
      </p>
    </section>
  )
}

function LateList({ late }: { late: Promised['late'] }) {
  const now = useNow()
  return (
    <section className={`pane ${settings.section}`} aria-labelledby="h-late">
      <h2 id="h-late">What is late</h2>
      {late.length === 0 && <p className="empty">Nothing: whatever should have left by now did.</p>}
      <ul>
        {late.map(one => (
          <li key={`${one.what}${one.incident}${one.dueAt}`} className={`need ${css.line}`}>
            <Icon name="alert" />
            <span>
              {one.says} <span className="note">Due {dayAndTime(one.dueAt, now)}.</span>{' '}
              {one.number !== undefined && <Link href={`/incidents/INC-${one.number}`}>Go to INC-{one.number}</Link>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function LastResort({ fallback: { is, last }, hasSeveral }: { fallback: Promised['fallback']; hasSeveral: boolean }) {
  const now = useNow()
  return (
    <section className={`pane ${settings.section}`} aria-labelledby="h-last">
      <h2 id="h-last">Who hears it when all of this fails</h2>
      {is === null ? (
        <p className="small">
          Nobody. Start Fireline with <code>FIRELINE_FALLBACK_URL</code>: an ntfy topic, a webhook or{' '}
          <code>mailto:ops@example.org</code>. It needs no database and no policy, so it works when those do not.
        </p>
      ) : (
        <p className="small">
          The operators, by {is}.{' '}
          {last
            ? `Last told ${last.said === 'red' ? 'that pages may not leave' : 'that all is well again'}${hasSeveral ? ` by node ${last.by}` : ''}, ${dayAndTime(last.at, now)}; it answered: ${last.answer}`
            : 'Nothing had to be told since the start.'}
        </p>
      )}
    </section>
  )
}
