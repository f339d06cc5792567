/** How something that holds data fares now. What is not there is not known. */
export interface Strain {
  /** As people call it: `shop`, `the disk for copies`. */
  name: string
  disk?: { usedShare: number; freeBytes: number }
  /** Sessions that are open, that do something, and the most there may be. */
  sessions?: { open: number; active: number; most: number }
  longestTransactionMs?: number
  /** Of the replica that is furthest behind. */
  lagBytes?: number
}
