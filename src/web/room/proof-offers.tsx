import type { ReactNode } from 'react'
import type { Change } from '../../incident/incident.ts'

/** The proofs that a change may rest on, cheapest first, each with its time. */
export const ProofOffers: (props: { change: Change }) => ReactNode = () => null
