import type { ReactNode } from 'react'
import type { Change } from '../../incident/incident.ts'

/** What became of things since a change. */
export const SinceChange: (props: { change: Change }) => ReactNode = () => null
