import { count } from './sentence.ts'

/** Some days beside another pager: how often that one rang, and how often Fireline would have. */
export interface ShadowSums {
  theirs: { pages: number; atNight: number }
  ours: { incidents: number; pages: number; atNight: number }
  missedCriticals: number
}

/** `They woke you 41 times, 9 of them at night. This would have 9 times, 2 of them at night, in 7 incidents. 0 criticals missed.` */
export function shadowWords({ theirs, ours, missedCriticals }: ShadowSums): string {
  const night = (n: number) => (n > 0 ? `, ${n} of them at night` : '')
  return [
    `They woke you ${count(theirs.pages, 'time')}${night(theirs.atNight)}.`,
    `This would have ${count(ours.pages, 'time')}${night(ours.atNight)}, in ${count(ours.incidents, 'incident')}.`,
    `${count(missedCriticals, 'critical')} missed.`,
  ].join(' ')
}
