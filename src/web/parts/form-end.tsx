import type { RefObject } from 'react'

interface End {
  verb: string
  busy?: boolean
  /** For who moves the focus to the button. */
  send?: RefObject<HTMLButtonElement | null>
  onBack(): void
}

/** How every form ends: the one filled button with its verb, and the way back beside it. */
export function FormEnd({ verb, busy, send, onBack }: End) {
  return (
    <div className="row wrap">
      <button ref={send} className="btn primary big" disabled={busy}>
        {verb}
      </button>
      <button type="button" className="btn quiet big" onClick={onBack}>
        Back
      </button>
    </div>
  )
}
