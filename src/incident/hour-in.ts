/** The hour of the day there, 0 to 23. */
export function hourIn(at: string, timeZone: string): number {
  const said = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date(at))
  return Number(said)
}
