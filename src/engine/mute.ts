import type { Label } from '../alert/alert.ts'
import { type FiringSource, sourcesOf, targetKeysOf } from '../steps/intake/inhibition.ts'
import { addInhibitors, endInhibitors, firingSources, type Inhibitor, inhibitorsUnder } from '../store/inhibitors.ts'
import type { Heard, Meant } from './hear.ts'
import type { Round } from './round.ts'

/** Which alerts mute others, as far as these alerts ask or tell. */
export interface Muting {
  firing: FiringSource
  /** Of these alerts, those that mute others from now on. */
  begins: Inhibitor[]
}

const nobody: Muting = { firing: () => undefined, begins: [] }

/** One question for all of them; none where no rule mutes anything. Those that come together count for each other. */
export async function mutingNow(round: Round, meant: readonly Meant[]): Promise<Muting> {
  const { inhibitions } = round.standing.rules
  if (inhibitions.length === 0) return nobody
  const { id } = round.integration
  const begins = meant
    .filter(({ becomes }) => becomes === 'fires' || becomes === 'waits' || becomes === 'worsens')
    .flatMap(({ place, before }) =>
      place ? sourcesOf(inhibitions, place.labels, id).map(source => ({ ...source, alert: before.id })) : [],
    )
  const keys = meant.flatMap(({ place }) => (place ? targetKeysOf(inhibitions, place.labels, id) : []))
  const over = meant.filter(({ becomes }) => becomes === 'recovers').map(({ before }) => before.id)
  const before = await inhibitorsUnder(round.tx, keys, over)
  return { firing: firingSources([...before, ...begins]), begins }
}

/** After the alerts were saved: those that fire mute, those that are over mute nobody any more. */
export async function keepMuting(round: Round, { begins }: Muting, heardOf: readonly Heard[]): Promise<void> {
  if (round.standing.rules.inhibitions.length === 0) return
  const over = heardOf.flatMap(({ row }) => (row?.status === 'resolved' ? [row.id] : []))
  const ended = new Set(over)
  await addInhibitors(
    round.tx,
    begins.filter(one => !ended.has(one.alert)),
  )
  await endInhibitors(round.tx, over, round.at)
}

/** What mutes alerts of these labels now. */
export async function mutingUnder(round: Round, labels: readonly Label[]): Promise<FiringSource> {
  const { inhibitions } = round.standing.rules
  if (inhibitions.length === 0) return nobody.firing
  const keys = labels.flatMap(one => targetKeysOf(inhibitions, one, round.integration.id))
  return firingSources(await inhibitorsUnder(round.tx, keys, []))
}
