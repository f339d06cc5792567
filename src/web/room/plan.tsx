import type { ReactNode } from 'react'
import type { Change } from '../../incident/incident.ts'

/** Exactly what will run, where, as whom. */
export const Plan: (props: { change: Change }) => ReactNode = () => null
