import { useEffect } from 'react'
import { Link } from 'wouter'
import { mostFires } from '../../api/pages.ts'
import type { Incident } from '../../incident/incident.ts'
import { byNeed } from '../../incident/needs-somebody.ts'
import type { Me } from '../desk/use-me.ts'
import { later } from '../parts/later.tsx'
import { DeclareButton } from './declare-button.tsx'
import { Fire } from './fire.tsx'
import css from './home.module.css'
import { OwedSection } from './owed-section.tsx'
import { PutOut } from './put-out.tsx'

/** Beside what burns. */
const HomeCards = later(() => import('./home-cards.tsx').then(all => all.HomeCards))

export interface HomeProps {
  me: Me
  fires: readonly Incident[]
  now: Date
  onDeclare(): void
}

export function BurningHome({ me, fires, now, onDeclare }: HomeProps) {
  const count = fires.length
  useEffect(() => {
    document.title = `${count} on fire · Fireline`
  }, [count])
  return (
    <>
      <div className="sec-head wrap">
        <h1>On fire now</h1>
        <span className="note">{count === 1 ? '1 incident' : `${count} incidents`}</span>
        <DeclareButton onDeclare={onDeclare} />
      </div>
      <ul className={css.fires}>
        {fires.toSorted(byNeed(now.toISOString())).map(is => (
          <Fire key={is.id} is={is} me={me} now={now} />
        ))}
      </ul>
      {count === mostFires && (
        <p className="small soft">
          These are the newest {mostFires}. <Link href="/incidents?status=open">All that burn</Link>
        </p>
      )}
      <div className={css.columns}>
        <div>
          <OwedSection me={me} fires={fires} now={now} />
          <PutOut now={now} />
        </div>
        <div className={css.aside}>
          <HomeCards me={me} now={now} />
        </div>
      </div>
    </>
  )
}
