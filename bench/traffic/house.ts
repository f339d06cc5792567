import type { EntryOf } from '../../src/incident/entry.ts'
import type { EventType } from '../../src/incident/events.ts'
import { until } from '../../test/harness.ts'
import { startRealFireline } from '../../test/real-fireline.ts'

/** A Fireline in a process of its own that moves the traffic, asked as a person would. */
export interface House {
  /** Asks for a share and waits until the proxy counted it; the milliseconds of each part. */
  move(share: number): Promise<number[]>
  /** Asks for the way back and waits until the proxy counted it; its milliseconds. */
  back(): Promise<number>
  /** The entries of what goes back by itself, once it is back. */
  wentBack(): Promise<{ seen: EntryOf<'WayBackAnnounced'>; back: EntryOf<'TrafficReverted'> }>
  stop(): Promise<void>
}

type OneOf<T extends EventType> = { [K in T]: EntryOf<K> }[T]

const longestMs = 180_000

export async function startHouse(standBy: object): Promise<House> {
  const fireline = await startRealFireline()
  const put = await fireline.admin.put('/api/v1/stand-bys/spare', { ...standBy, service: 'default' })
  if (put.status !== 200) throw new Error(JSON.stringify(put.body))
  const ana = await fireline.person('Ana', 'responder', 'ana@shop.example.org')
  const declared = { title: 'Carts are slow', severity: 'sev3', service: 'default' }
  const { id } = (await ana.post<{ id: string }>('/api/v1/incidents', declared)).body
  let after = 0
  const next = <T extends EventType>(...types: T[]): Promise<OneOf<T>> =>
    until(
      async () => {
        const entries = await fireline.timeline(id)
        const found = entries.find(one => one.seq > after && (types as string[]).includes(one.type))
        const failed = entries.find(one => one.seq > after && one.type === 'TrafficFailed')
        if (failed?.type === 'TrafficFailed') throw new Error(failed.data.reason)
        after = found?.seq ?? after
        return found as OneOf<T> | undefined
      },
      types.join(' or '),
      longestMs,
    )
  const shift = async () => (await fireline.is(id)).shifts?.at(-1)?.ref
  return {
    async move(share) {
      await ana.asks(id, 'shift-traffic', { driver: 'haproxy', to: 'spare', share })
      const took: number[] = []
      for (;;) {
        const said = await next('TrafficShifted', 'TrafficReverted')
        if (said.type === 'TrafficReverted') throw new Error(`it went back by itself: ${said.data.why ?? ''}`)
        took.push(said.data.tookMs)
        if (said.data.share === share) return took
      }
    },
    async back() {
      await ana.asks(id, 'revert-traffic', { shift: await shift() })
      return (await next('TrafficReverted')).data.tookMs
    },
    async wentBack() {
      const seen = await next('WayBackAnnounced')
      return { seen, back: await next('TrafficReverted') }
    },
    async stop() {
      await fireline.stop()
    },
  }
}
