import type { FirstHour, OutsideHeartbeat } from '../../api/first-hour.ts'
import { remove, write } from '../desk/client.ts'
import { clockTime } from '../desk/clock.ts'
import { useMe } from '../desk/use-me.ts'
import { given } from '../parts/given.ts'
import css from './first-run.module.css'
import { Trouble } from './trouble.tsx'
import { useLookAgain } from './use-first-hour.ts'
import { useWish } from './use-wish.ts'

const path = '/api/v1/outside-heartbeat'

/** Where does this run? Somebody outside has to notice when it is gone. */
export function Heartbeat({ hour }: { hour: FirstHour }) {
  const me = useMe()
  return (
    <section className="pane stack" aria-labelledby="h-heartbeat">
      <h2 id="h-heartbeat">Where does this run?</h2>
      <p className="small">
        If it shares a fate with production, nobody will be told when both are gone. A dead man's switch elsewhere
        (healthchecks.io, Dead Man's Snitch, one of your own) hears from Fireline each minute that test alerts come all
        the way through, and wakes somebody when it hears nothing.
      </p>
      {hour.heartbeat ? <Beating heartbeat={hour.heartbeat} mayEnd={me?.role === 'admin'} /> : null}
      {!hour.heartbeat && me?.role === 'admin' && <SetHeartbeat />}
      {!hour.heartbeat && me && me.role !== 'admin' && <p className="small soft">None is set. An admin sets it.</p>}
    </section>
  )
}

function SetHeartbeat() {
  const lookAgain = useLookAgain()
  const { error, busy, ask } = useWish(body => write(path, body).then(lookAgain))
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        void ask({ url: given(event.currentTarget)('url') })
      }}
    >
      <label className="field">
        <span>Its address to ping</span>
        <input name="url" type="url" required autoComplete="off" placeholder="https://hc-ping.com/…" />
      </label>
      <Trouble error={error} />
      <button className="btn" disabled={busy}>
        Tell it each minute
      </button>
    </form>
  )
}

function Beating({ heartbeat, mayEnd }: { heartbeat: OutsideHeartbeat; mayEnd: boolean }) {
  const lookAgain = useLookAgain()
  const { error, ask } = useWish(() => remove(path).then(lookAgain))
  return (
    <>
      <div role="status" className={css.came} data-state={heartbeat.isHeard ? 'tapped' : 'owed'}>
        <p>
          <b className={heartbeat.isHeard === false ? 'need' : ''}>{toldOf(heartbeat)}</b>
        </p>
        <p className="note">Set by {heartbeat.setBy}.</p>
      </div>
      <Trouble error={error} />
      {mayEnd && (
        <button type="button" className="btn quiet" onClick={() => void ask()}>
          Tell it no more
        </button>
      )}
    </>
  )
}

function toldOf({ host, triedAt, answer, isHeard }: OutsideHeartbeat): string {
  if (!triedAt) return `${host} is told once a test alert came all the way through here.`
  const at = clockTime(triedAt)
  if (isHeard === undefined) return `${host} is being told, ${at}.`
  return isHeard ? `${host} heard us at ${at}: ${answer}` : `${host} did not hear us at ${at}: ${answer}`
}
