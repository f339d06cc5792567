import type { ReactNode } from 'react'

/** Traffic that was moved, and its way back. */
export function Traffic(): ReactNode {
  return null
}
