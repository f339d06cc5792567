import { count } from '../../incident/sentence.ts'
import type { ShadowReport } from '../../steps/intake/shadow-report.ts'

/** `They woke you 41 times, 9 of them at night. This would have 9 times, twice at night. 0 criticals missed.` */
export function shadowWords({ theirs, ours, missedCriticals }: Omit<ShadowReport, 'matched'>): string {
  const night = (n: number) => (n > 0 ? `, ${n} of them at night` : '')
  return [
    `They woke you ${count(theirs.pages, 'time')}${night(theirs.atNight)}.`,
    `This would have ${count(ours.pages, 'time')}${night(ours.atNight)}, in ${count(ours.incidents, 'incident')}.`,
    `${count(missedCriticals, 'critical')} missed.`,
  ].join(' ')
}
