import { Link } from 'wouter'
import { contactInWords } from '../../roster/contact-name.ts'
import { lastResort, type Reach } from '../../steps/notify/wakes.ts'
import { howLong } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import { dayAhead } from './day-ahead.ts'
import css from './home.module.css'
import type { MyOnCall, Stand } from './use-home.ts'

/** Am I on call, until when, for what, who comes after me, and does anything reach me. */
export function OnCallCard({ onCall, me, now }: { onCall: MyOnCall; me: Me; now: Date }) {
  const mine = onCall.policies.filter(one => one.mine !== undefined && one.services.length > 0)
  const first = mine[0]
  const no = me.role === 'viewer' ? undefined : me.wakes?.trouble
  return (
    <section className="pane stack" aria-labelledby="h-on-call">
      <h2 id="h-on-call">{first ? 'You are on call' : 'On call'}</h2>
      {mine.map(one => (
        <Mine key={one.policy} stand={one} now={now} />
      ))}
      {!first && <Others onCall={onCall} now={now} />}
      {no && (
        <p className={`small ${first ? 'need' : 'soft'}`}>
          {no} <Link href="/first-run#ring">Set it up</Link>
        </p>
      )}
      {!no && onCall.channels.length > 0 && (
        <p className="small soft">
          You are paged by {listed(onCall.channels.map(contactInWords))}. {first && me.wakes && doubt(me.wakes)}
        </p>
      )}
    </section>
  )
}

/** Nothing surely wakes who sleeps: what is left at the end, or that the phone decides. */
const doubt = (reach: Reach): string | undefined =>
  lastResort(reach) ??
  (reach.wakes === 'maybe' ? 'Your phone decides whether that wakes you: let it through at night.' : undefined)

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

const names = (people: readonly { name: string }[]) => listed(people.map(one => one.name))

function Mine({ stand, now }: { stand: Stand; now: Date }) {
  const { mine = 0, until, handOverTo, services, after } = stand
  const later = after.filter(one => one.people.length > 0)
  return (
    <div className={css.stand}>
      <p>
        <b>{until ? `until ${dayAhead(until, now)}` : 'until somebody changes it'}</b>
      </p>
      <p className="soft">
        {mine === 0 ? 'First' : `Number ${mine + 1} to be called`}, for {listed(services.map(one => one.name))}
      </p>
      <p className="small soft">
        {until && (handOverTo ? `Then ${handOverTo.name}. ` : 'Then nobody. ')}
        {later.length > 0
          ? `If you do not answer: ${later.map(one => `${names(one.people)} after ${howLong(one.afterMs)}`).join(', then ')}.`
          : 'If you do not answer, nobody else is called.'}
      </p>
    </div>
  )
}

function Others({ onCall: { policies, next }, now }: { onCall: MyOnCall; now: Date }) {
  const used = policies.filter(one => one.services.length > 0)
  return (
    <>
      {used.slice(0, 4).map(({ policy, now: people, until, services }) => (
        <p key={policy} className="small">
          {people.length > 0 ? (
            <>
              <b>{names(people)}</b> for {listed(services.map(one => one.name))}
              {until && `, until ${dayAhead(until, now)}`}
            </>
          ) : (
            <span className="need">Nobody is on call for {listed(services.map(one => one.name))}.</span>
          )}
        </p>
      ))}
      {next && <p className="small soft">You are next on {dayAhead(next.from, now)}.</p>}
    </>
  )
}
