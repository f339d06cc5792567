import type { ReactNode } from 'react'

/** What was typed and changed data of which no proven copy is held. */
export function WithoutCopy(): ReactNode {
  return null
}
