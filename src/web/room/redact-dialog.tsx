import { type FormEvent, useState } from 'react'
import type { SideNote } from '../../api/room-messages.ts'
import type { Next } from '../../incident/decision.ts'
import type { Entry } from '../../incident/entry.ts'
import { entrySentence } from '../../incident/entry-sentence.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Piece } from '../../incident/sentence.ts'
import { type Failed, type Refused, write } from '../desk/client.ts'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FieldInput } from '../parts/field-input.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { given } from '../parts/given.ts'
import { Refusal } from '../parts/refusal.tsx'
import { useSideNotes } from './use-side-notes.ts'

interface Done {
  stillHolds: { where: string; until: string; command: string }[]
}

/** Takes words out of everything that Fireline answers, for good; and says what still holds them. */
export default function RedactDialog({ next, onClose }: { next: Next; onClose(): void }) {
  const { is, entries, nameOf } = useRoom()
  const [error, setError] = useState<Refused | Failed>()
  const [done, setDone] = useState<Done>()
  const [busy, setBusy] = useState(false)
  const { notes } = useSideNotes()
  const things = [...thingsOf(is, entries, nameOf), ...notes.toReversed().map(besideThe)]
  const known = things.find(([value]) =>
    Object.entries(next.body).some(([kind, id]) => value === `${kind} ${String(id)}`),
  )

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const value = given(event.currentTarget)
    const [kind = '', id] = value('thing').split(' ')
    const body = { [kind]: id, reason: value('reason'), ...(value('text') && { text: value('text') }) }
    setBusy(true)
    try {
      setDone(await write<Done>(`/api/v1/incidents/${is.id}/redact`, body))
    } catch (no) {
      setError(no as Refused | Failed)
    }
    setBusy(false)
  }

  if (done)
    return (
      <Dialog title="It is taken out" beside onClose={onClose}>
        <p>Nothing that Fireline answers holds it any more.</p>
        {done.stillHolds.length > 0 && <p className="small soft">These still do:</p>}
        {done.stillHolds.map(one => (
          <div key={one.where}>
            <p className="small">
              {one.where}, until {one.until}
            </p>
            <code className="cmd">{one.command}</code>
          </div>
        ))}
        <button type="button" className="btn big" onClick={onClose}>
          Back
        </button>
      </Dialog>
    )
  return (
    <Dialog title="Take a secret out" beside onClose={onClose}>
      <form className="stack" onSubmit={event => void submit(event)}>
        <FieldInput name="thing" field={{ label: 'Out of', kind: 'choice', options: things, initial: known?.[0] }} />
        <FieldInput
          name="text"
          field={{
            label: 'The very words',
            kind: 'code',
            optional: true,
            hint: 'At least 4 characters; they leave everywhere. Left empty: all of it.',
          }}
        />
        <FieldInput
          name="reason"
          field={{ label: 'Why', kind: 'line', hint: 'This stays; do not repeat the secret.' }}
        />
        {error && <Refusal error={error} />}
        <FormEnd verb="Take it out for good" busy={busy} onBack={onClose} />
      </form>
    </Dialog>
  )
}

type Choice = readonly [value: string, says: string]

const besideThe = ({ id, at, by, text }: SideNote): Choice => [
  `note ${id}`,
  `${clockTime(at)} ${by}, beside the lead: ${text.slice(0, 80)}`,
]

/** Evidence and recordings first, then the newest entries; each said as on the timeline. */
function thingsOf(is: Incident, entries: readonly Entry[], nameOf: (person: string) => string): Choice[] {
  const evidence = is.evidence.map((one): Choice => [`evidence ${one.id}`, `${one.ref} ${one.source}`])
  const recordings = is.terminals.map(
    (one): Choice => [`recording ${one.recording}`, `Recording of ${one.host}, ${clockTime(one.sharedAt)}`],
  )
  const newest = entries.slice(-200).toReversed()
  const told = newest.map((entry): Choice => {
    const says = entrySentence(entry, { is, nameOf }).says.map(plain).join('')
    return [`entry ${entry.id}`, `${clockTime(entry.at)} ${says.slice(0, 80)}`]
  })
  return [...evidence.toReversed(), ...recordings, ...told]
}

function plain(piece: Piece): string {
  if (typeof piece === 'string') return piece
  if ('strong' in piece) return piece.strong
  if ('code' in piece) return piece.code
  return 'ref' in piece ? piece.ref : clockTime(piece.time)
}
