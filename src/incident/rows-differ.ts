/** What the database counted against what was saved for a change. */
export interface RowsCounted {
  saved: number
  ran: number
}

const rows = (n: number): string => `${n.toLocaleString('en')} ${n === 1 ? 'row' : 'rows'}`

/** "changed 140 rows, and 137 were saved: 3 are in no copy". */
export function howRowsDiffer({ saved, ran }: RowsCounted): string {
  const apart = Math.abs(ran - saved).toLocaleString('en')
  const few = Math.abs(ran - saved) === 1
  const so =
    ran > saved
      ? `${apart} ${few ? 'is' : 'are'} in no copy`
      : `${apart} ${few ? 'was' : 'were'} gone or changed before`
  return `changed ${rows(ran)}, and ${saved.toLocaleString('en')} ${saved === 1 ? 'was' : 'were'} saved: ${so}`
}
