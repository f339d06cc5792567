import { type ComponentType, useEffect, useState } from 'react'
import { Dialog } from './dialog.tsx'

/** The first picture comes first. */
const notBeforeMs = 1_000
const whenIdle = (run: () => void) =>
  setTimeout(() => (typeof requestIdleCallback === 'function' ? requestIdleCallback(run) : run()), notBeforeMs)

/**
 * A part that is not in the first load: it comes by itself soon after, so that what a key opens is there at once. Asked for
 * sooner, it is fetched then; when it cannot be, that is said, and what else stands on the page stays.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let here: ComponentType<P> | undefined
  const fetch = () =>
    load().then(part => {
      here = part
      return part
    })
  // What could not be fetched now is fetched when it is asked for.
  whenIdle(() => void fetch().catch(() => {}))
  return function Later(props: P) {
    const [Part, setPart] = useState(() => here)
    const [tries, setTries] = useState(1)
    const [isAway, setAway] = useState(false)
    useEffect(() => {
      // Between being drawn and this it may have come.
      fetch().then(
        part => setPart(() => part),
        () => setAway(true),
      )
    }, [tries])
    if (Part) return <Part {...props} />
    if (!isAway) return null
    const onClose = 'onClose' in props ? (props.onClose as () => void) : () => setAway(false)
    return (
      <Dialog title="Not here yet" onClose={onClose}>
        <p>This part of the page could not be fetched: Fireline does not answer.</p>
        <button type="button" className="btn" onClick={() => setTries(tries + 1)}>
          Try again
        </button>
      </Dialog>
    )
  }
}
