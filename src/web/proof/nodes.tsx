import { useState } from 'react'
import type { NodeReady } from '../../api/ready.ts'
import { remove } from '../desk/client.ts'
import { dayAndTime, since } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import { Icon } from '../parts/icon.tsx'
import settings from '../settings/settings.module.css'
import { useDoing } from '../settings/use-forms.ts'
import { Wrong } from '../settings/wrong.tsx'
import css from './proof.module.css'

/** Which nodes serve this database, and which vanished without a good-bye. */
export function NodesPart({ nodes, maySet }: { nodes: readonly NodeReady[]; maySet: boolean }) {
  const isMissing = nodes.some(one => one.is === 'vanished')
  return (
    <section className={`pane ${settings.section}`} aria-labelledby="h-nodes">
      <h2 id="h-nodes">Who serves</h2>
      <ul className="stack">
        {nodes.map(one => (
          <NodeLine key={one.id} one={one} maySet={maySet} />
        ))}
      </ul>
      <p className="note">
        {isMissing
          ? 'Pages leave all the same: what a node had begun, another one takes over.'
          : nodes.length > 1
            ? 'Each of them can do everything. When one is gone, another one takes over what it had begun.'
            : 'One node. A second one on the same database would page on when this machine is gone.'}
      </p>
    </section>
  )
}

function NodeLine({ one, maySet }: { one: NodeReady; maySet: boolean }) {
  const now = useNow()
  const doing = useDoing()
  const [isForgotten, setForgotten] = useState(false)
  const isUp = one.is === 'up'
  // Each node hears of it with its next look.
  if (isForgotten) return null
  const forget = () => remove(`/api/v1/nodes/${one.id}`)
  return (
    <li>
      <div className={`row wrap ${css.line} ${isUp ? '' : 'need'}`}>
        <Icon name={isUp ? 'check' : 'alert'} />
        <span>
          <b>{one.name}</b>
          {isUp ? '' : ` vanished ${since(one.seenAt, now)} ago, without a good-bye.`}{' '}
          <span className="note">
            {one.address}, version {one.version}, since {dayAndTime(one.startedAt, now)}
          </span>
        </span>
      </div>
      {!isUp && maySet && (
        <button
          type="button"
          className="btn quiet"
          disabled={doing.busy}
          onClick={() => void doing.run(forget).then(setForgotten)}
        >
          It will not come back
        </button>
      )}
      <Wrong error={doing.error} />
    </li>
  )
}
