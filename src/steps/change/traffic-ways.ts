import type { Next } from '../../incident/decision.ts'
import type { Incident, Shift } from '../../incident/incident.ts'
import type { StandBy } from '../../incident/known.ts'
import { label } from './say.ts'

/** Traffic is at the stand-by, or on its way there. */
export const isLive = ({ state }: Shift): boolean => state === 'moving' || state === 'moved'

/** The ways forward of traffic. A `null` is for the person to fill in. */
export const ways = {
  move: ({ slug, driver }: Pick<StandBy, 'slug' | 'driver'>, share: number, said: string): Next => ({
    label: said,
    command: 'shift-traffic',
    body: { driver, to: slug, share },
  }),
  anyway: ({ slug, driver }: Pick<StandBy, 'slug' | 'driver'>, share: number): Next => ({
    label: label.moveAnyway,
    command: 'shift-traffic',
    body: { driver, to: slug, share, despite: null },
  }),
  fenced: ({ slug, driver }: Pick<StandBy, 'slug' | 'driver'>, share: number): Next => ({
    label: label.isFenced,
    command: 'shift-traffic',
    body: { driver, to: slug, share, fenced: null },
  }),
  lookAgain: (standBy: Pick<StandBy, 'slug' | 'driver'>, { share, code }: Pick<Shift, 'share' | 'code'>): Next[] => [
    ways.move(standBy, share, label.lookAgain),
    ...(code === 'two-primaries' ? [ways.fenced(standBy, share)] : []),
  ],
  back: ({ ref, id }: Pick<Shift, 'ref' | 'id'>): Next => ({
    label: label.takeBack(ref),
    command: 'revert-traffic',
    body: { shift: id },
  }),
  backElsewhere: ({ incident, shift }: { incident: string; shift: string }): Next => ({
    label: label.takeBackIn(incident),
    command: 'revert-traffic',
    body: { shift },
    incident,
  }),
  byHand: ({ service }: Incident, to: string, share: number): Next => ({
    label: label.asMitigation,
    command: 'propose-change',
    body: {
      what: `Move ${share} % of the traffic of ${service} to ${to}`.slice(0, 500),
      intent: 'mitigation',
      kind: 'simple',
      touches: [],
    },
  }),
}

/** What can be done about traffic that was moved, or could not be. */
export function waysOn(shift: Shift, driver: string): Next[] {
  const standBy = { slug: shift.standBy, driver }
  if (isLive(shift) && shift.announced?.asked) return []
  const isPart = shift.state === 'moved' && shift.share < 100 && !shift.announced
  if (isLive(shift)) return [ways.back(shift), ...(isPart ? [ways.move(standBy, 100, label.moveAll)] : [])]
  const again = ways.lookAgain(standBy, shift)
  return shift.code === 'stand-by-not-ready' ? [...again, ways.anyway(standBy, shift.share)] : again
}
