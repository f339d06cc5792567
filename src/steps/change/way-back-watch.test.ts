import { describe, expect, it } from 'vitest'
import { type Before, type Look, type Verdict, watch, watching } from './way-back-watch.ts'

/** A second of a proxy's life: so many requests there and beside it, and how many of them failed. */
interface Second {
  there: number
  failed: number
  beside?: number
  besideFailed?: number
  isUp?: boolean
  ms?: number
  besideMs?: number
}

const looksEachSecond = 10

/** The first verdict, and after how many seconds; looked at ten times a second as the watch does. */
function told(before: Before, seconds: readonly Second[]): (Verdict & { after: number }) | undefined {
  let is = watching(before)
  const sum = { requests: 0, errors: 0, beside: 0, besideErrors: 0 }
  for (const [n, one] of seconds.entries())
    for (let part = 1; part <= looksEachSecond; part++) {
      const share = (of: number) =>
        Math.floor((of * part) / looksEachSecond) - Math.floor((of * (part - 1)) / looksEachSecond)
      sum.requests += share(one.there)
      sum.errors += share(one.failed)
      sum.beside += share(one.beside ?? 0)
      sum.besideErrors += share(one.besideFailed ?? 0)
      const look: Look = {
        ms: n * 1_000 + part * 100,
        stand: { requests: sum.requests, errors: sum.errors, isUp: one.isUp ?? true, responseMs: one.ms ?? 20 },
        others: { requests: sum.beside, errors: sum.besideErrors, responseMs: one.besideMs ?? 20 },
      }
      const { is: now, verdict } = watch(is, look)
      if (verdict) return { ...verdict, after: n + part / looksEachSecond }
      is = now
    }
  return undefined
}

const times = (n: number, one: Second): Second[] => Array.from({ length: n }, () => one)
const fine: Before = { errors: 0, responseMs: 20 }

describe('moved traffic goes back', () => {
  it('at once when the proxy has it down, with no request at all', () => {
    expect(told(fine, times(1, { there: 0, failed: 0, isUp: false }))).toMatchObject({ kind: 'hard', after: 0.1 })
  })

  it('within half a second when more than half of the requests fail', () => {
    const verdict = told(fine, [...times(5, { there: 300, failed: 0 }), ...times(2, { there: 300, failed: 300 })])
    expect(verdict).toMatchObject({ kind: 'hard', why: expect.stringContaining('of the requests fail there') })
    expect(verdict?.after).toBeLessThanOrEqual(5.3)
  })

  it('when nobody answers the connections that are tried again, before one request failed', () => {
    const counts = (retries: number) => ({ requests: 300, errors: 0, retries, isUp: true })
    const looks = [0, 12, 24].map((retries, n): Look => ({ ms: n * 100, stand: counts(retries), others: counts(0) }))
    const verdicts = []
    let is = watching(fine)
    for (const look of looks) {
      const next = watch(is, look)
      is = next.is
      verdicts.push(next.verdict?.kind)
    }
    expect(verdicts).toEqual([undefined, undefined, 'hard'])
  })

  it('after three seconds that are worse, announced', () => {
    const verdict = told(fine, times(10, { there: 200, failed: 12 }))
    expect(verdict).toMatchObject({ kind: 'soft', why: '6 % of the requests fail there, 0 % did before.' })
    expect(verdict?.after).toBeLessThan(4)
  })

  it('when answers take half as long again', () => {
    expect(told(fine, times(10, { there: 100, failed: 0, ms: 200 }))).toMatchObject({ kind: 'soft' })
    expect(told(fine, times(10, { there: 100, failed: 0, ms: 60 }))).toBeUndefined()
    expect(told({ errors: 0 }, times(10, { there: 100, failed: 0, ms: 900 }))).toBeUndefined()
  })
})

describe('it stays', () => {
  it('while it does no worse than the old place did, however badly that did', () => {
    expect(told({ errors: 0.6 }, times(60, { there: 200, failed: 118 }))).toBeUndefined()
    expect(told({ errors: 0.6 }, times(60, { there: 200, failed: 160 }))).toMatchObject({ kind: 'hard' })
  })

  it('while both get worse together', () => {
    expect(told(fine, times(30, { there: 100, failed: 10, beside: 1_900, besideFailed: 190 }))).toBeUndefined()
  })

  it('after a second that was bad, and after a reload of the proxy that counts anew', () => {
    const bad = { there: 200, failed: 40 }
    expect(told(fine, [bad, ...times(2, { there: 200, failed: 0 }), bad, { there: 200, failed: 0 }])).toBeUndefined()
    let is = watching(fine)
    for (const requests of [1_000, 1_200, 5, 10])
      is = watch(is, {
        ms: requests,
        stand: { requests, errors: requests === 5 ? 5 : 0, isUp: true },
        others: { requests: 0, errors: 0 },
      }).is
    expect(is.recent.map(look => look.stand.requests)).toEqual([5, 10])
  })
})

/** Numbers that look random and are the same in each run (mulberry32). */
function dice(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

describe('whatever happens', () => {
  const cases = Array.from({ length: 100 }, (_, n) => n + 1)

  it('fewer than twenty requests move nothing, even if all of them fail', () => {
    for (const seed of cases) {
      const roll = dice(seed)
      let left = 19
      const seconds = times(30, { there: 0, failed: 0 }).map((): Second => {
        const there = Math.min(left, Math.floor(roll() * 4))
        left -= there
        return { there, failed: there, beside: Math.floor(roll() * 200), ms: roll() * 5_000 }
      })
      expect(told(fine, seconds), `seed ${seed}`).toBeUndefined()
    }
  })

  it('one that is down goes back at the look that sees it', () => {
    for (const seed of cases) {
      const roll = dice(seed)
      const quiet = Math.floor(roll() * 10)
      const seconds = times(quiet, { there: 50, failed: 0, beside: Math.floor(roll() * 50) })
      const dead: Second = { there: Math.floor(roll() * 50), failed: 0, isUp: false }
      expect(told({ errors: roll() }, [...seconds, dead]), `seed ${seed}`).toMatchObject({
        kind: 'hard',
        after: quiet + 0.1,
      })
    }
  })

  it('chance alone moves nothing in ten minutes: the same share of failures before and after', () => {
    for (const seed of cases.slice(0, 15)) {
      const roll = dice(seed)
      const errors = roll() * 0.1
      const there = 5 + Math.floor(roll() * 200)
      const seconds = times(600, { there, failed: 0 }).map(one => {
        let failed = 0
        for (let n = 0; n < there; n++) if (roll() < errors) failed += 1
        return { ...one, failed }
      })
      expect(told({ errors }, seconds), `seed ${seed}`).toBeUndefined()
    }
  })
})
