import type { ObligationKind } from '../incident/obligation.ts'

/** Each has its own places, so that what is slow holds up only its like. */
export type Lane = 'timers' | 'pages' | 'letters' | 'work' | 'traffic'

/** The canary goes where pages go: it promises that they leave. A kind that is not here is a newer node's and left to it. */
const laneOf: Record<ObligationKind, Lane> = {
  ask: 'timers',
  'offer-pages': 'timers',
  'put-at-prompt': 'timers',
  call: 'pages',
  'told-together': 'pages',
  'test-call': 'pages',
  'reach-check': 'pages',
  'tell-team': 'pages',
  canary: 'pages',
  'tell-stakeholders': 'letters',
  'stakeholder-letter': 'letters',
  'confirm-letter': 'letters',
  'status-copy': 'letters',
  'ask-author': 'letters',
  digest: 'letters',
  'weekly-noise': 'letters',
  chat: 'letters',
  'on-call-word': 'letters',
  'tell-learners': 'letters',
  'watch-word': 'letters',
  'take-backup': 'work',
  'run-change': 'work',
  'move-traffic': 'traffic',
  rehearse: 'work',
  'commit-page': 'work',
}

interface Places {
  atOnce: number
  /** Who waits for a receiver longer than this stands aside, and the next one begins. */
  asideAfterMs?: number
  /** With those who stand aside. */
  most: number
}

const placesOf: Record<Lane, Places> = {
  timers: { atOnce: 8, most: 8 },
  pages: { atOnce: 16, asideAfterMs: 1_000, most: 256 },
  letters: { atOnce: 8, most: 8 },
  work: { atOnce: 8, most: 8 },
  // Traffic that was moved is watched for an hour, which holds up no copy and no command.
  traffic: { atOnce: 32, most: 32 },
}

/** What may be begun in one lane now. */
export interface Free {
  kinds: ObligationKind[]
  places: number
}

export interface Lanes {
  /** Of each lane that is half empty. A fuller one waits: every look is a question to the database. */
  free(): Free[]
  placesFor(kind: ObligationKind): number
  /** Takes a place, also one too many; what it answers gives the place back. */
  enter(kind: ObligationKind): () => void
}

/** `madeRoom` is told when somebody stood aside. */
export function lanes(madeRoom: () => void): Lanes {
  const under = new Map<Lane, { active: number; all: number }>()
  const of = (lane: Lane) => under.get(lane) ?? { active: 0, all: 0 }
  const count = (lane: Lane, active: number, all: number) => {
    const now = of(lane)
    under.set(lane, { active: now.active + active, all: now.all + all })
  }
  const placesIn = (lane: Lane) => Math.min(placesOf[lane].atOnce - of(lane).active, placesOf[lane].most - of(lane).all)
  return {
    placesFor: kind => Math.max(0, placesIn(laneOf[kind])),
    free: () =>
      (Object.keys(placesOf) as Lane[]).flatMap(lane => {
        const { atOnce, most } = placesOf[lane]
        const places = placesIn(lane)
        return places >= Math.min(atOnce, most - of(lane).all) / 2 && places > 0
          ? [{ kinds: kindsIn(lane), places }]
          : []
      }),
    enter(kind) {
      const lane = laneOf[kind]
      let isActive = true
      count(lane, 1, 1)
      const standAside = () => {
        isActive = false
        count(lane, -1, 0)
        madeRoom()
      }
      const { asideAfterMs } = placesOf[lane]
      const timer = asideAfterMs === undefined ? undefined : setTimeout(standAside, asideAfterMs)
      return () => {
        clearTimeout(timer)
        count(lane, isActive ? -1 : 0, -1)
      }
    },
  }
}

const kindsIn = (lane: Lane): ObligationKind[] =>
  (Object.keys(laneOf) as ObligationKind[]).filter(kind => laneOf[kind] === lane)
