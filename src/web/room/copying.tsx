import type { ReactNode } from 'react'
import type { Change } from '../../incident/incident.ts'

/** How far a copy is. */
export const Copying: (props: { change: Change }) => ReactNode = () => null
