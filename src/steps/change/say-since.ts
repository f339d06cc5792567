/** What became of things since a change, and what changed without a copy. */
export const sinceSay = {
  rowsOnly: 'Only what its own words find, looked up again right before it runs.',
}

export const sinceLabel = { saveRows: 'Save the rows it touches' } as const

export const sinceRefusals: readonly string[] = []
