import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import type { ScheduleSpec } from '../../roster/spec.ts'
import { Failed, read } from '../desk/client.ts'
import { useMe } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { Shell } from '../overview/shell.tsx'
import { layerInWords } from './layer-words.ts'
import css from './policy.module.css'
import { ScheduleForm } from './schedule-form.tsx'
import { useOnCallNow } from './use-on-call-now.ts'
import { dayText, zoneHere } from './week-days.ts'

/** One schedule: its layers in words, and as a form for who may change it. `new` makes one. */
export default function SchedulePage({ slug }: { slug: string }) {
  const isNew = slug === 'new'
  const me = useMe()
  const now = useNow(60_000)
  const known = useOnCallNow().data
  const [, go] = useLocation()
  const queries = useQueryClient()
  const { data, error } = useQuery({
    queryKey: ['schedules', slug],
    queryFn: () => read<ScheduleSpec>(`/api/v1/schedules/${encodeURIComponent(slug)}`),
    enabled: !isNew,
  })
  useEffect(() => {
    document.title = `${isNew ? 'A new schedule' : slug} · Fireline`
  }, [slug, isNew])
  const zone = zoneHere()
  const empty: ScheduleSpec = {
    zone,
    layers: [{ people: [], every: 'week', handOverAt: '09:00', from: dayText(now) }],
  }
  const spec = isNew ? empty : data
  const done = async () => {
    await Promise.all(
      ['schedules', 'on-call-week', 'on-call', 'readiness'].map(key => queries.invalidateQueries({ queryKey: [key] })),
    )
    go('/on-call')
  }
  return (
    <Shell>
      <main className="page">
        <p className="small">
          <Link href="/on-call" className={css.back}>
            On call
          </Link>
        </p>
        <h1>{isNew ? 'A new schedule' : slug}</h1>
        {error && (
          <p className="banner is-need">
            {error instanceof Failed && error.status === 404 ? `There is no schedule “${slug}”.` : error.message}
          </p>
        )}
        {spec && known && (
          <>
            {!isNew && (
              <ul className={css.steps}>
                {(spec.layers ?? []).map((layer, n) => (
                  <li key={`${n}${layer.from}`}>
                    <span className={css.after}>{n === 0 ? 'first' : 'above it'}</span>
                    <span>
                      {layerInWords(
                        layer,
                        id => known.people.find(one => one.id === id)?.name ?? 'somebody who is gone',
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            )}
            {me?.role === 'admin' ? (
              <ScheduleForm key={slug} slug={isNew ? undefined : slug} spec={spec} known={known} onDone={done} />
            ) : (
              <p className="small soft">Times in {spec.zone}. An admin changes it.</p>
            )}
          </>
        )}
      </main>
    </Shell>
  )
}
