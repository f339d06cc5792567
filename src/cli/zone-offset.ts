/** `+02:00` as minutes that local time is ahead of UTC. */
export function offsetMinutesOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? []
  if (!sign) throw new Error('--zone is like +02:00.')
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
