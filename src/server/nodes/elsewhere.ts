import { text } from 'node:stream/consumers'
import type { KeyboardHere } from '../../api/room-messages.ts'
import type { Desk } from '../../engine/desk.ts'
import { terminalsOf } from '../../hosts/terminals.ts'
import { betweenOf, type OtherNode } from './between.ts'

/** A terminal whose program dialled one node. */
export interface LiveThere {
  id: string
  connected: boolean
  cols: number
  rows: number
  keyboard: KeyboardHere
  refusedKeys: number
}

/** The terminals of an incident that this node has itself. */
export const liveHere = (desk: Desk, incident: string): LiveThere[] =>
  terminalsOf(desk)
    .all(incident)
    .map(one => ({
      id: one.id,
      connected: one.isConnected(),
      ...one.screen.size(),
      keyboard: one.keyboard(),
      refusedKeys: one.refusedKeys(),
    }))

/** Those that other nodes have. Who does not answer within a second has none: nobody waits for a node that stands still. */
export async function liveElsewhere(desk: Desk, incident: string): Promise<(LiveThere & { node: OtherNode })[]> {
  const between = betweenOf(desk)
  const asked = between.others().map(async node => {
    const response = await between.get(node, `/between-nodes/terminals/${incident}`)
    const whole = await text(response)
    if (response.statusCode !== 200) throw new Error(`it answered ${response.statusCode}`)
    return (JSON.parse(whole) as { terminals: LiveThere[] }).terminals.map(one => ({ ...one, node }))
  })
  return (await Promise.all(asked.map(one => one.catch(() => [])))).flat()
}

/** The node at which this terminal is connected now; none where it is nowhere else. */
export async function nodeOf(desk: Desk, incident: string, terminal: string): Promise<OtherNode | undefined> {
  return (await liveElsewhere(desk, incident)).find(one => one.id === terminal && one.connected)?.node
}
