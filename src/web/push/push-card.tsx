import { useState } from 'react'
import { type Subscribed, subscribe, thisBrowser, whyNoPush } from './subscribe.ts'

/** One press, and this browser is a way to reach its person. */
export function PushCard({ save }: { save(settings: Subscribed): Promise<void> }) {
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const trouble = whyNoPush()

  async function add() {
    setBusy(true)
    setWrong(undefined)
    await subscribe()
      .then(save)
      .catch((error: unknown) => setWrong((error as Error).message))
    setBusy(false)
  }

  if (trouble) return <p className="need small">{trouble}</p>
  return (
    <div className="stack">
      <button type="button" className="btn primary big" disabled={busy} onClick={() => void add()}>
        Page me in this browser
      </button>
      <p className="note">{thisBrowser()}. What is sent is encrypted for this browser alone.</p>
      {wrong && (
        <p className="need small" role="alert">
          {wrong}
        </p>
      )}
    </div>
  )
}
