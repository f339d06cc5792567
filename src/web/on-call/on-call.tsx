import { useEffect, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { Week } from '../../api/on-call-week.ts'
import { useKeys } from '../desk/keys.ts'
import { useMe } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { Shell } from '../overview/shell.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import { AwayCard } from './away-card.tsx'
import { CalendarCard } from './calendar-card.tsx'
import { ChangeDialog, type Wanted } from './change-dialog.tsx'
import { Gaps } from './gaps.tsx'
import { HolidaysCard } from './holidays-card.tsx'
import css from './on-call.module.css'
import { Swaps } from './swaps.tsx'
import { useWeek } from './use-week.ts'
import { daysLater, dayText, mondayIn, mondayOf, weekNumber, zoneHere } from './week-days.ts'
import { WeekLanes } from './week-lanes.tsx'
import { WhatIf } from './what-if.tsx'
import { YouCard } from './you-card.tsx'

/** Who is on call: the week, its gaps, and what can be done about them by one tap. */
export default function OnCallPage() {
  const now = useNow(30_000)
  const monday = mondayIn(useSearch(), now)
  const { data, error } = useWeek(monday, daysLater(monday, 7))
  useEffect(() => {
    document.title = 'On call · Fireline'
  }, [])
  return (
    <Shell>
      <main className="page">
        {!data && <h1>{error ? 'Who is on call cannot be read now' : 'Reading who is on call'}</h1>}
        {error && <p className="banner is-need">{error.message}</p>}
        {data && <Known week={data} monday={monday} now={now} />}
      </main>
    </Shell>
  )
}

function Known({ week, monday, now }: { week: Week; monday: Date; now: Date }) {
  const me = useMe()
  const [wanted, setWanted] = useState<Wanted>()
  const mayArrange = me !== undefined && me.role !== 'viewer' && week.schedules.length > 0
  const open = (one: Wanted) => mayArrange && setWanted(one)
  const any = week.schedules[0]?.schedule ?? ''
  return (
    <>
      <Head monday={monday} now={now} onChange={mayArrange ? () => open({ schedule: any }) : undefined} />
      <Gaps week={week} me={me} now={now} onFill={open} />
      <Swaps week={week} me={me} now={now} onAsk={open} />
      {week.schedules.length === 0 && <NoSchedule week={week} isAdmin={me?.role === 'admin'} />}
      {week.schedules.length > 0 && (
        <WeekLanes week={week} me={me} monday={monday} now={now} onShift={mayArrange ? open : undefined} />
      )}
      <div className={css.columns}>
        <div>
          <WhatIf week={week} />
          <Policies week={week} />
        </div>
        {me && (
          <div>
            <YouCard week={week} me={me} monday={monday} now={now} onAsk={open} />
            {me.role !== 'viewer' && <AwayCard week={week} me={me} now={now} />}
            <CalendarCard />
            <HolidaysCard me={me} now={now} />
          </div>
        )}
      </div>
      {wanted && me && (
        <ChangeDialog week={week} me={me} wanted={wanted} now={now} onClose={() => setWanted(undefined)} />
      )}
    </>
  )
}

function Head({ monday, now, onChange }: { monday: Date; now: Date; onChange?: () => void }) {
  const [, go] = useLocation()
  const show = (day: Date) => go(dayText(day) === dayText(mondayOf(now)) ? '/on-call' : `/on-call?week=${dayText(day)}`)
  const [earlier, later] = [() => show(daysLater(monday, -7)), () => show(daysLater(monday, 7))]
  useKeys({ earlier, thisWeek: () => show(mondayOf(now)), later, ...(onChange && { arrange: onChange }) })
  const zone = zoneHere()
  return (
    <div className="sec-head wrap">
      <h1>On call</h1>
      <span className="small">
        week {weekNumber(monday)}, your time ({zone})
      </span>
      <div className={`row wrap push ${css.tools}`}>
        <button type="button" className="btn" onClick={earlier}>
          Earlier <KeyHint name="earlier" />
        </button>
        <button type="button" className="btn" onClick={() => show(mondayOf(now))}>
          This week <KeyHint name="thisWeek" />
        </button>
        <button type="button" className="btn" onClick={later}>
          Later <KeyHint name="later" />
        </button>
        {onChange && (
          <button type="button" className="btn" onClick={onChange}>
            Swap or override… <KeyHint name="arrange" />
          </button>
        )}
      </div>
    </div>
  )
}

function NoSchedule({ week, isAdmin }: { week: Week; isAdmin: boolean }) {
  const first = week.policies.find(one => one.policy === 'default')?.steps[0]?.notify[0]
  const id = first && 'person' in first ? first.person : undefined
  const name = week.people.find(one => one.id === id)?.name
  return (
    <p className="empty">
      {name ? `${name} is on call for everything, for ever.` : 'Nobody is on call yet.'} Turns, hours and hand-overs
      come with a schedule.{' '}
      {isAdmin ? <Link href="/on-call/new">Make the first one</Link> : 'An admin makes the first one.'}
    </p>
  )
}

function Policies({ week }: { week: Week }) {
  return (
    <section aria-labelledby="h-policies">
      <h2 id="h-policies">Who is called, for what</h2>
      <ul className={css.policies}>
        {week.policies.map(({ policy, services, steps }) => (
          <li key={policy}>
            <Link href={`/policies/${encodeURIComponent(policy)}`}>{policy}</Link>
            <span className="small soft">
              {services.length > 0 ? services.map(one => one.name).join(', ') : 'no service goes by it'}
            </span>
            <span className="note push">{steps.length === 1 ? '1 step' : `${steps.length} steps`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
