import { expect, test } from 'vitest'
import { type KeyGuard, keyGuard } from '../../src/agent/key-guard.ts'
import { seeded } from '../../src/drill/random.ts'
import { troublesOf } from './checker.ts'
import type { Give, History, Key } from './history.ts'

const give = (epoch: number, holder: string, askedMs: number, seenMs: number, more: Partial<Give> = {}): Give => ({
  epoch,
  holder,
  askedMs,
  seenMs,
  ...more,
})
const key = (person: string, epoch: number | undefined, sentMs: number, shownMs: number): Key => ({
  person,
  ...(epoch !== undefined && { epoch }),
  sentMs,
  shownMs,
})
const anaThenBen = [give(1, 'ana', 0, 1), give(2, 'ben', 10, 20)]

test('a key sent after the hand-over was confirmed, and let in, is found; one that was on its way meanwhile is not', () => {
  expect(troublesOf({ gives: anaThenBen, keys: [key('ana', 1, 19, 30), key('ben', 2, 12, 14)] })).toEqual([
    'a key of ben before 2 could be theirs',
  ])
  expect(troublesOf({ gives: anaThenBen, keys: [key('ana', 1, 19, 30), key('ben', 2, 15, 25)] })).toEqual([])
  expect(troublesOf({ gives: anaThenBen, keys: [key('ana', 1, 21, 30)] })).toEqual([
    '2 was confirmed while keys of the one before it still came',
  ])
})

test('a key under somebody else’s number, under one never given, or before control was taken is found', () => {
  expect(troublesOf({ gives: anaThenBen, keys: [key('ana', 2, 21, 22), key('ben', 7, 21, 22)] })).toHaveLength(2)
  const awaited = [give(1, 'ana', 0, 1), give(2, 'ben', 10, 20, { awaits: { askedMs: 30 } })]
  expect(troublesOf({ gives: awaited, keys: [key('ben', 2, 21, 29)] })).toHaveLength(1)
  expect(troublesOf({ gives: awaited, keys: [key('ben', 2, 29, 31)] })).toEqual([])
  expect(troublesOf({ gives: anaThenBen, keys: [key('ana', undefined, 21, 40)] })).toEqual(['a local key of ana'])
})

test('it says the same as trying out every order does', () => {
  const chance = seeded(7)
  const below = (count: number) => Math.floor(chance() * count)
  const verdicts = { fine: 0, wrong: 0 }
  for (let n = 0; n < 3_000; n++) {
    const history = madeUp(below)
    const isFine = hasAnOrder(history)
    expect(troublesOf(history).length === 0, JSON.stringify(history)).toBe(isFine)
    verdicts[isFine ? 'fine' : 'wrong'] += 1
  }
  expect(Math.min(verdicts.fine, verdicts.wrong)).toBeGreaterThan(300)
})

test('it finds nothing at the real guard, and a guard that compares no number, lets in who has not taken control, or anybody through broken glass', () => {
  const chance = seeded(11)
  const below = (count: number) => Math.floor(chance() * count)
  const anyEpoch =
    (real: KeyGuard): KeyGuard['admits'] =>
    ({ person }) =>
      real.admits({ person, epoch: real.keyboard().epoch })
  const noControl =
    (real: KeyGuard): KeyGuard['admits'] =>
    ({ person, epoch }) =>
      real.keyboard().holder === person && real.keyboard().epoch === epoch
  const throughGlass =
    (real: KeyGuard): KeyGuard['admits'] =>
    ({ person, epoch }) =>
      real.isBroken() ? person === 'ben' && epoch === real.keyboard().epoch : real.admits({ person, epoch })
  const found = (made: (real: KeyGuard) => KeyGuard['admits']) =>
    Array.from({ length: 20 }, () => troublesOf(played(made, below))).filter(troubles => troubles.length > 0).length
  expect(found(real => real.admits)).toBe(0)
  expect([found(anyEpoch), found(noControl), found(throughGlass)]).toEqual([20, 20, 20])
})

/** 200 moments at a guard: hand-overs and keys come a little late, and not in the order in which they were sent; Ana sits at the machine, and may break the glass. */
function played(made: (real: KeyGuard) => KeyGuard['admits'], below: (count: number) => number): History {
  const guard = keyGuard()
  const admits = made(guard)
  const history: History = { gives: [], keys: [] }
  const arrives: { at: number; what(at: number): void }[] = []
  const broken: Give[] = []
  const last = () => history.gives.at(-1)
  for (let ms = 0; ms < 200; ms++) {
    if (ms === 0 || below(6) === 0) {
      const handed = give((last()?.epoch ?? 0) + 1, ['ana', 'ben'][below(2)] as string, ms, Number.POSITIVE_INFINITY, {
        awaits: {},
      })
      history.gives.push(handed)
      const { epoch, holder } = handed
      const heard = (awaiting?: true) => guard.learn({ epoch, holder, ...(awaiting && { awaiting }) })
      const confirmed = (at: number) =>
        history.gives.filter(one => one.epoch <= epoch).forEach(one => (one.seenMs = Math.min(one.seenMs, at)))
      arrives.push({ at: ms + below(4), what: at => heard(true) && confirmed(at) })
      if (below(3) > 0) {
        handed.awaits = { askedMs: ms + 2 }
        arrives.push({ at: ms + 2 + below(4), what: () => heard() })
      }
    }
    const sent = key(['ana', 'ben'][below(2)] as string, (last()?.epoch ?? 1) - below(2), ms, 0)
    const comes = (at: number) =>
      admits({ person: sent.person, epoch: sent.epoch ?? 0 }) && history.keys.push({ ...sent, shownMs: at })
    arrives.push({ at: ms + below(3), what: comes })
    if (ms < 10) continue
    const typedThere = (at: number) =>
      guard.admitsOwner('ana') && history.keys.push({ ...key('ana', undefined, at, at) })
    arrives.push({ at: ms, what: typedThere })
    const breaks = (at: number) => {
      if (guard.isBroken()) return
      broken.push(give(guard.keyboard().epoch + 0.5, 'ana', at, at))
      guard.breakGlass('ana')
    }
    if (below(12) === 0) arrives.push({ at: ms, what: breaks })
  }
  for (const { at, what } of arrives.toSorted((a, b) => a.at - b.at)) what(at)
  // A keyboard of its own between the one that was given and the next.
  return { ...history, gives: [...history.gives, ...broken].toSorted((a, b) => a.epoch - b.epoch) }
}

function madeUp(below: (count: number) => number): History {
  const between = () => [below(9), below(9)].sort((a, b) => a - b) as [number, number]
  const who = () => ['ana', 'ben'][below(2)] as string
  const gives = [1, 2, 3].slice(0, 1 + below(3)).map(epoch => {
    const awaits = below(3) === 0 ? { awaits: below(4) === 0 ? {} : { askedMs: below(9) } } : {}
    return give(epoch, who(), ...between(), awaits)
  })
  const keys = Array.from({ length: below(4) }, () => {
    const under = gives[below(gives.length)] as Give
    return key(below(4) > 0 ? under.holder : who(), under.epoch, ...between())
  })
  return { gives, keys }
}

interface Op {
  from: number
  to: number
  /** What it makes of the keyboard; undefined when it cannot be its turn. */
  turn(was: State): State | undefined
  /** It may also never come about. */
  mayBeLost?: true
}

interface State {
  epoch: number
  holder: string
  isOpen: boolean
}

/** Wing and Gong's search: whatever nobody was surely done before may be next. */
function hasAnOrder({ gives, keys }: History): boolean {
  const ops: Op[] = [
    ...gives.map(({ epoch, holder, askedMs, seenMs, awaits }) => ({
      from: askedMs,
      to: seenMs,
      turn: (was: State) => (was.epoch === epoch - 1 ? { epoch, holder, isOpen: !awaits } : undefined),
    })),
    ...gives.flatMap(({ epoch, awaits }): Op[] =>
      awaits?.askedMs === undefined
        ? []
        : [
            {
              from: awaits.askedMs,
              to: Number.POSITIVE_INFINITY,
              turn: was => (was.epoch === epoch ? { ...was, isOpen: true } : undefined),
              mayBeLost: true,
            },
          ],
    ),
    ...keys.map(({ person, epoch, sentMs, shownMs }) => ({
      from: sentMs,
      to: shownMs,
      turn: (was: State) => (was.isOpen && was.holder === person && was.epoch === epoch ? was : undefined),
    })),
  ]
  const search = (left: readonly Op[], was: State): boolean => {
    if (left.every(op => op.mayBeLost)) return true
    const soonest = Math.min(...left.map(op => op.to))
    return left.some(op => {
      const is = op.from <= soonest ? op.turn(was) : undefined
      return (
        is !== undefined &&
        search(
          left.filter(other => other !== op),
          is,
        )
      )
    })
  }
  return search(ops, { epoch: 0, holder: '', isOpen: false })
}
