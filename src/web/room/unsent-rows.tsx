import { clockTime, since } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import type { Unsent } from '../desk/unsent.ts'
import { isTooOld } from '../desk/unsent-drawer.ts'
import { Icon } from '../parts/icon.tsx'
import css from './unsent.module.css'

/** What I wrote and nobody else has yet, where it will stand: not sent, refused with its ways forward, or too old to be sent unseen. */
export function UnsentRows() {
  const { unsent } = useRoom()
  return unsent.map(one => <UnsentRow key={one.key} one={one} />)
}

function UnsentRow({ one }: { one: Unsent }) {
  const { now } = useRoom()
  const { at, no } = one
  const isOld = isTooOld(one, now)
  return (
    <div role="listitem" className={css.unsent}>
      <time dateTime={at}>{clockTime(at)}</time>
      <Icon name="pencil" />
      <div>
        <p>
          <b>{saysOf(one)}</b> {textOf(one)}{' '}
          <span className="tag">{no ? 'not taken' : isOld ? `not sent, ${since(at, now)} old` : 'not sent yet'}</span>
        </p>
        {no && <p className="soft">{no.message}</p>}
        {(no || isOld) && <Ways one={one} />}
      </div>
    </div>
  )
}

function Ways({ one: { key, no } }: { one: Unsent }) {
  const { press, words } = useRoom()
  return (
    <div className="row wrap">
      {no?.refusal?.next.map(next => (
        <button key={next.label} type="button" className="btn" onClick={() => press(next)}>
          {next.label}
        </button>
      ))}
      <button type="button" className="btn" onClick={() => words?.sendAnew(key)}>
        {no ? 'Send it again' : 'Send it now'}
      </button>
      <button type="button" className="btn quiet" onClick={() => words?.forget(key)}>
        Throw it away
      </button>
    </div>
  )
}

const says: Record<string, string> = {
  'post-update': 'You:',
  suggest: 'You suggest:',
  object: 'You object:',
  'add-evidence': 'You saw:',
  'propose-hypothesis': 'You think:',
  'known-issue': 'You know this one:',
}
const saysOf = ({ command }: Unsent): string => says[command] ?? 'You:'

const mostShown = 300

function textOf({ body }: Unsent): string {
  const text = [body['text'], body['reason'], body['statement'], body['says']].find(one => typeof one === 'string')
  return (text ?? '').slice(0, mostShown)
}
