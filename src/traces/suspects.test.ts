import { expect, test } from 'vitest'
import { suspects } from './suspects.ts'
import type { SaidLine, Span, TraceWindow } from './trace-window.ts'

/** What is different in some requests. */
interface Trouble {
  /** Patterns that a service says beside its usual one; 1 to 9 are errors. */
  says?: Record<string, number>
  /** Services that do not say their usual line. */
  mute?: string[]
  ownMs?: Record<string, number>
  /** On the way to and from a service. */
  wayMs?: Record<string, number>
  without?: string[]
}

const chain = ['gateway', 'cart', 'stock', 'database']

/** So many requests: the gateway asks the cart, that asks the stock, that asks the database. */
function requests(count: number, trouble: Trouble = {}): TraceWindow {
  const spans: Span[] = []
  const said: SaidLine[] = []
  for (let n = 0; n < count; n++) {
    const asked = chain.slice(0, chain.findIndex(one => trouble.without?.includes(one)) >>> 0)
    const lengths = asked.map(service => (trouble.ownMs?.[service] ?? 5 + (n % 3)) + (trouble.wayMs?.[service] ?? 0))
    asked.forEach((service, at) => {
      const [id, from] = [`${n}-${service}`, n * 10_000 + at]
      const takes = lengths.slice(at).reduce((sum, ms) => sum + ms, 0) - (trouble.wayMs?.[service] ?? 0)
      spans.push({
        trace: `t${n}`,
        id,
        service,
        operation: `GET /${service}`,
        from,
        to: from + takes,
        ...(at > 0 && { parent: `${n}-${asked[at - 1]}` }),
      })
      if (!trouble.mute?.includes(service)) said.push({ service, span: id, pattern: 100 + at, isError: false })
      const more = trouble.says?.[service]
      if (more !== undefined) said.push({ service, span: id, pattern: more, isError: more < 10 })
    })
  }
  return { spans, said }
}

const first = (now: TraceWindow, before = requests(40)) => {
  const { ranked, isTie } = suspects(now, before)
  return { service: ranked[0]?.service, why: ranked[0]?.why[0], isTie }
}

test('no data in the front: the gateway is at fault, not the database that everyone blames', () => {
  const { service, why, isTie } = first(requests(30, { says: { gateway: 1 }, mute: ['gateway'] }))
  expect([service, isTie]).toEqual(['gateway', false])
  expect(why).toMatchObject({ is: 'shows more', operation: 'GET /gateway', now: [30, 30], before: [0, 40] })
})

test('who only reports what somebody below did stands behind that one', () => {
  const { ranked, isTie } = suspects(
    requests(30, { says: { stock: 1, cart: 2, gateway: 3 }, mute: ['stock'] }),
    requests(40),
  )
  expect([ranked[0]?.service, isTie]).toEqual(['stock', false])
})

test('a service that takes longer itself is told from those that wait for it', () => {
  expect(first(requests(30, { ownMs: { database: 400 } }))).toMatchObject({
    service: 'database',
    why: { is: 'slower', now: 400 },
  })
})

test('a way that became long is blamed on the service at its end, not on who waits', () => {
  expect(first(requests(30, { wayMs: { stock: 300 } }))).toMatchObject({
    service: 'stock',
    why: { is: 'far away', what: 'cart asks stock' },
  })
})

test('hardly any request reaches a service any more: it is told, and not those behind it', () => {
  expect(first(requests(30, { without: ['stock'] })).service).toBe('stock')
})

test('the same as before: nothing stands out, and it says so', () => {
  expect(first(requests(30)).isTie).toBe(true)
})

test('errors that went away accuse nobody', () => {
  const { isTie } = first(requests(30), requests(40, { says: { cart: 1 } }))
  expect(isTie).toBe(true)
})

test('two that changed alike and do not ask each other are within the noise', () => {
  const both = { says: { gateway: 1, database: 2 } }
  const apart = ({ spans, said }: TraceWindow): TraceWindow => ({
    said,
    spans: spans.map(span => ({ ...span, parent: undefined })),
  })
  expect(first(apart(requests(30, both)), apart(requests(40))).isTie).toBe(true)
})

test('a handful of requests is not enough to be sure', () => {
  const { ranked } = suspects(requests(1, { says: { cart: 1 } }), requests(1))
  expect(ranked[0]?.score).toBeLessThan(0.2)
})
