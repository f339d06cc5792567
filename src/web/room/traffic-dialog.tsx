import { type FormEvent, useState } from 'react'
import type { ListedStandBy } from '../../api/stand-bys.ts'
import type { Next } from '../../incident/decision.ts'
import { provenWords } from '../../incident/traffic-words.ts'
import type { Failed, Refused } from '../desk/client.ts'
import { useRoom } from '../desk/room-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FieldInput } from '../parts/field-input.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { given } from '../parts/given.ts'
import { Refusal } from '../parts/refusal.tsx'
import { DryRun } from '../traffic/dry-run.tsx'
import { useStandBys } from '../traffic/use-stand-bys.ts'

interface TrafficDialogProps {
  next: Next
  onClose(): void
}

/** Which stand-by, how much, and exactly what would be sent; then it is moved. */
export default function TrafficDialog({ next, onClose }: TrafficDialogProps) {
  const { is } = useRoom()
  const standBys = useStandBys(is.service)
  return (
    <Dialog title="Move traffic to a stand-by" beside onClose={onClose}>
      {standBys === undefined && <p className="note">The stand-bys are being read.</p>}
      {standBys?.length === 0 && (
        <>
          <p>No stand-by is named for {is.service}. Settings, Stand-bys is where it is named.</p>
          <p className="small soft">By hand it is a change: propose it as a mitigation, it waits for nothing.</p>
          <button type="button" className="btn big" onClick={onClose}>
            Back
          </button>
        </>
      )}
      {standBys && standBys.length > 0 && <MoveForm next={next} standBys={standBys} onClose={onClose} />}
    </Dialog>
  )
}

function MoveForm({ next, standBys, onClose }: TrafficDialogProps & { standBys: ListedStandBy[] }) {
  const { ask, press, now } = useRoom()
  const named = standBys.some(one => one.slug === next.body['to']) ? String(next.body['to']) : standBys[0]?.slug
  const [to, setTo] = useState(named ?? '')
  const [share, setShare] = useState('100')
  const [error, setError] = useState<Refused | Failed>()
  const [busy, setBusy] = useState(false)
  const chosen = standBys.find(one => one.slug === to)

  async function move(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setBusy(true)
    try {
      await ask('shift-traffic', { driver: chosen?.driver ?? '', to, share: Number(share) })
      onClose()
    } catch (no) {
      setError(no as Refused | Failed)
    }
    setBusy(false)
  }

  return (
    <form
      className="stack"
      onSubmit={event => void move(event)}
      onChange={event => {
        const value = given(event.currentTarget)
        setTo(value('to'))
        setShare(value('share'))
        setError(undefined)
      }}
    >
      <FieldInput name="to" field={{ label: 'To', kind: 'choice', options: standBys.map(saidOf), initial: to }} />
      <FieldInput
        name="share"
        field={{ label: 'How much of the traffic', kind: 'choice', options: shares, initial: '100' }}
      />
      {chosen && (
        <p className="small soft">
          {chosen.slug}, {provenWords(chosen.provenAt, now.toISOString())}
          {chosen.proof && `: ${chosen.proof.replace(/\.$/, '')}`}. It is looked at again before anything moves, and
          takes 5 % first.
        </p>
      )}
      {chosen && <DryRun standBy={chosen.slug} share={Number(share)} />}
      {error && <Refusal error={error} onNext={way => press(way)} />}
      <FormEnd verb={`Move ${share} %`} busy={busy} onBack={onClose} />
    </form>
  )
}

const saidOf = ({ slug, driver }: ListedStandBy) => [slug, `${slug}, by ${driver}`] as const

const shares = [
  ['100', 'All of it'],
  ['50', 'Half of it'],
  ['25', 'A quarter'],
  ['5', '5 %'],
] as const
