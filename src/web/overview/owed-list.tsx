import { useRef } from 'react'
import { Link } from 'wouter'
import type { Next } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Owed } from '../../incident/owed.ts'
import { clockTime, since } from '../desk/clock.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { later } from '../parts/later.tsx'
import { Refusal } from '../parts/refusal.tsx'
import css from './owed.module.css'
import { useMoveInList } from './use-move-in-list.ts'
import { useOwed } from './use-owed.ts'

const OwedDialog = later(() => import('./owed-dialog.tsx').then(all => all.OwedDialog))

const icons: Record<Owed['kind'], IconName> = {
  acknowledge: 'bell',
  objection: 'stop',
  lead: 'flag',
  keyboard: 'key',
  update: 'horn',
  'was-it-you': 'ask',
  over: 'check',
  suggestion: 'idea',
  page: 'book',
}

/** What is owed to me or by me, most urgent first, each with its one button. */
export function OwedList({ owed, fires, now }: { owed: readonly Owed[]; fires: readonly Incident[]; now: Date }) {
  const list = useRef<HTMLUListElement>(null)
  useMoveInList(list)
  const { press, ask, busy, opened, no, close } = useOwed()
  const nexts = (one: Owed) => (one.also ? [one.does, one.also] : [one.does])
  return (
    <>
      <ul ref={list} className={css.owed}>
        {owed.map((one, n) => (
          <li key={keyOf(one)} data-kind={one.kind} data-needs={one.isNeeded}>
            <Icon name={icons[one.kind]} className={one.isNeeded ? 'need' : 'soft'} />
            <div className={css.what}>
              <p className={css.says}>
                <Says one={one} now={now} />
              </p>
              <p className="note">{one.why}</p>
              {no?.owed && keyOf(no.owed) === keyOf(one) && no.error && (
                <Refusal error={no.error} onNext={(next: Next) => press(one, next)} />
              )}
            </div>
            <div className={css.does}>
              {nexts(one).map((next, place) => (
                <button
                  key={next.label}
                  type="button"
                  className={`btn ${place > 0 ? 'quiet' : ''} ${n === 0 && place === 0 ? css.first : ''}`}
                  data-item={place === 0 ? '' : undefined}
                  aria-disabled={busy}
                  aria-label={`${next.label} INC-${one.number}`}
                  onClick={() => press(one, next)}
                >
                  {next.label}
                </button>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {opened && (
        <OwedDialog
          key={keyOf(opened.owed)}
          opened={opened}
          is={fires.find(is => is.id === opened.owed.incident)}
          onAsk={body => ask(opened.owed.number, opened.next, body)}
          onClose={close}
        />
      )}
    </>
  )
}

const keyOf = ({ incident, kind, does }: Owed): string => `${incident} ${kind} ${JSON.stringify(does.body)}`

function Says({ one, now }: { one: Owed; now: Date }) {
  const room = <Link href={`/incidents/INC-${one.number}`}>{one.says}</Link>
  if (!one.dueAt) return room
  const isLate = Date.parse(one.dueAt) <= now.getTime()
  return (
    <>
      {room} {isLate ? `since ${since(one.dueAt, now)}` : `by ${clockTime(one.dueAt)}`}
    </>
  )
}
