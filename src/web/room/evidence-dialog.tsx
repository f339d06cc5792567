import type { Evidence } from '../../incident/incident.ts'
import { dayAndTime } from '../desk/clock.ts'
import { openForm } from '../desk/forms.ts'
import { useRoom } from '../desk/room-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Reporters } from './reporters.tsx'

/** One piece of evidence: what it shows, where it is from, and the way to take a secret out of it. */
export function EvidenceDialog({ evidence, onClose }: { evidence: Evidence; onClose(): void }) {
  const { now, press, me } = useRoom()
  const { ref, source, by, at, command, exitCode, bytes, excerpt, id } = evidence
  const then = (run: () => void) => () => {
    onClose()
    run()
  }
  return (
    <Dialog title={`${ref}, ${source}`} wide onClose={onClose}>
      <p className="note">
        {by}, {dayAndTime(at, now)}, {bytes} bytes{exitCode === undefined ? '' : `, ended with ${exitCode}`}
      </p>
      {command && <code className="cmd">{command}</code>}
      <pre className="cmd" tabIndex={0}>
        {excerpt}
      </pre>
      {evidence.reports && me.role !== 'viewer' && <Reporters />}
      <div className="row wrap">
        {me.role !== 'viewer' && (
          <button
            type="button"
            className="btn"
            onClick={then(() => press(openForm('Attach', 'attach-evidence', { evidence: id })))}
          >
            Attach it…
          </button>
        )}
        <a className="btn" href={`/api/v1/evidence/${id}/content`} download>
          All of it
        </a>
        {me.role !== 'viewer' && (
          <button
            type="button"
            className="btn quiet"
            onClick={then(() => press(openForm('Redact', 'redact', { evidence: id })))}
          >
            Take a secret out…
          </button>
        )}
        <button type="button" className="btn quiet push" onClick={onClose}>
          Back
        </button>
      </div>
    </Dialog>
  )
}
