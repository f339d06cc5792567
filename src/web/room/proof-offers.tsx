import { useQuery } from '@tanstack/react-query'
import type { Change, Incident } from '../../incident/incident.ts'
import type { Offer } from '../../steps/change/offers.ts'
import { read } from '../desk/client.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import css from './offers.module.css'

/** The proofs that a change may rest on, cheapest first, each with its time; those that are not enough say why. */
export function ProofOffers({ change }: { change: Change }) {
  const room = useRoom()
  const { is, me, press } = room
  const isWanted = change.kind === 'complex' && isBefore(change) && is.status !== 'resolved' && !isProven(is, change)
  const { data } = useQuery({
    queryKey: ['offers', is.id, change.id, is.backups.length],
    queryFn: () => read<{ offers: Offer[] }>(`/api/v1/incidents/${is.id}/changes/${change.id}/offers`),
    enabled: isWanted,
    staleTime: 10_000,
  })
  // Only a copy of unknown length: the button below says that as well.
  const offers = data?.offers.some(one => one.proof !== 'full' || one.seconds !== undefined) ? data.offers : []
  if (!isWanted || offers.length === 0) return null
  return (
    <ul className={css.offers} aria-label="What it may rest on">
      {offers.map(({ proof, level, enough, hurts, says, seconds, next }) => (
        <li key={proof}>
          <b>{names[proof]}</b>
          <span className="tag">{level}</span>
          <span className="note">{timeOf(proof, seconds)}</span>
          <span className={enough ? css.says : `${css.says} note`}>
            {says.join(' ')}
            {!enough && ' Not enough by itself.'}
            {hurts.length > 0 && (
              <>
                {' '}
                <b>It would hurt now.</b> {hurts.join(' ')}
              </>
            )}
          </span>
          {enough && proof !== 'full' && me.role !== 'viewer' && (
            <button
              type="button"
              className="btn"
              onClick={() => press(next, change.id)}
              {...heldBack(room, next.command)}
            >
              {next.label}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

const names: Record<Offer['proof'], string> = {
  rows: 'Only the rows',
  snapshot: 'A snapshot',
  last: 'The last copy',
  full: 'A new copy',
}

export const isBefore = ({ state }: Change): boolean => state === 'proposed' || state === 'failed'

const isProven = ({ backups }: Incident, { id }: Change): boolean =>
  backups.some(one => one.change === id && one.state !== 'failed')

function timeOf(proof: Offer['proof'], seconds?: number): string {
  if (seconds !== undefined) return seconds === 0 ? 'now' : `about ${span(seconds)}`
  return proof === 'rows' ? 'seconds, as a rule' : 'time not known'
}

const span = (seconds: number): string => (seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`)
