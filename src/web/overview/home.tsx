import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { Incident } from '../../incident/incident.ts'
import { read } from '../desk/client.ts'
import { dayAndTime, howLong } from '../desk/clock.ts'
import { useKeys } from '../desk/keys.ts'
import { useMe } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { Icon } from '../parts/icon.tsx'
import { KeySheet } from '../parts/key-sheet.tsx'
import { DeclareDialog } from './declare-dialog.tsx'
import { Fire } from './fire.tsx'
import css from './home.module.css'
import { Shell } from './shell.tsx'

const list = (status: string) => () => read<{ incidents: Incident[] }>(`/api/v1/incidents?status=${status}`)

/** What burns, and what was put out lately. */
export function HomePage() {
  const me = useMe()
  const now = useNow()
  const [declaring, setDeclaring] = useState(false)
  const [help, setHelp] = useState(false)
  const open = useQuery({ queryKey: ['incidents', 'open'], queryFn: list('open'), refetchInterval: 3_000 })
  const over = useQuery({ queryKey: ['incidents', 'resolved'], queryFn: list('resolved'), refetchInterval: 30_000 })
  useKeys({ declare: () => setDeclaring(true), help: () => setHelp(true) })
  useEffect(() => {
    document.title = open.data?.incidents.length ? `${open.data.incidents.length} on fire · Fireline` : 'Fireline'
  }, [open.data])
  const fires = open.data?.incidents
  return (
    <Shell>
      <main className="page">
        <div className="sec-head wrap">
          <h1>{fires?.length ? 'On fire now' : 'Home'}</h1>
          <span className="note">
            {fires?.length ? (fires.length === 1 ? '1 incident' : `${fires.length} incidents`) : ''}
          </span>
          {me && (
            <button type="button" className="btn push" onClick={() => setDeclaring(true)}>
              <Icon name="plus" /> Declare an incident <kbd>D</kbd>
            </button>
          )}
        </div>
        {open.error && <p className="banner is-need">{open.error.message}</p>}
        {me && fires && (
          <ul className={css.fires}>
            {fires.map(is => (
              <Fire key={is.id} is={is} me={me} now={now} />
            ))}
          </ul>
        )}
        {fires?.length === 0 && <Quiet anythingEver={(over.data?.incidents.length ?? 0) > 0} />}
        <Over incidents={over.data?.incidents ?? []} now={now} />
      </main>
      {declaring && <DeclareDialog onClose={() => setDeclaring(false)} />}
      {help && <KeySheet onClose={() => setHelp(false)} />}
    </Shell>
  )
}

function Quiet({ anythingEver }: { anythingEver: boolean }) {
  return (
    <section className={css.quiet}>
      <Icon name="mark" />
      <h2>Nothing burns</h2>
      <p className="soft">
        {anythingEver ? 'What arrives next shows up here by itself.' : 'Nothing has arrived yet. '}
        {!anythingEver && <Link href="/first-run">Send a first alert</Link>}
      </p>
    </section>
  )
}

function Over({ incidents, now }: { incidents: Incident[]; now: Date }) {
  if (incidents.length === 0) return null
  return (
    <section aria-labelledby="h-over">
      <div className="sec-head">
        <h2 id="h-over">Put out lately</h2>
      </div>
      <ul className={css.list}>
        {incidents.slice(0, 20).map(is => (
          <li key={is.id}>
            <Link href={`/incidents/INC-${is.number}`}>
              <span className="tag">{is.severity}</span>
              <span className={css.name}>{is.title}</span>
              <span className="note nowrap">
                {is.resolvedAt &&
                  `${dayAndTime(is.resolvedAt, now)}, took ${howLong(Date.parse(is.resolvedAt) - Date.parse(is.openedAt))}`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
