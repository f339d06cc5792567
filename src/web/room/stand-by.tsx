import type { ReactNode } from 'react'

/** The stand-by that is offered. */
export function StandBy(): ReactNode {
  return null
}
