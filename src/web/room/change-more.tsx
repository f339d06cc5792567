import type { Change } from '../../incident/incident.ts'
import { Copying } from './copying.tsx'
import { Plan } from './plan.tsx'
import { ProofOffers } from './proof-offers.tsx'
import { SinceChange } from './since.tsx'

/** What the card of a change says beside its checks: how it can be protected and what will run, then what became of it. */
export default function ChangeMore({ change, at }: { change: Change; at: 'before' | 'since' }) {
  if (at === 'since') return <SinceChange change={change} />
  return (
    <>
      <Copying change={change} />
      <ProofOffers change={change} />
      <Plan change={change} />
    </>
  )
}
