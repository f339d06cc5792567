/** How often each fault of docs/proof-measured.md is done: for a look within the hour, and by `npm run test:proof -- --full`. */
const sizes = {
  /** Kills at each point. */
  F7: [3, 20],
  F8_KILLED: [5, 50],
  F8_STOPPED: [3, 50],
  /** Seconds that a node stands still: more than the ten of its lease. */
  F8_STOP_S: [14, 60],
  F9_5S: [5, 20],
  F9_60S: [1, 10],
  F9_600S: [0, 2],
  /** Commits that are cut off. */
  F11: [60, 200],
  /** Jumps of each kind. */
  F15: [5, 10],
  /** Random schedules. */
  F16: [2_000, 2_000],
  /** Pages at once to each channel, in each way of misbehaving. */
  F17: [2, 10],
  /** Kills at each point of a copy, an approval and a run. */
  F24: [1, 20],
  /** Hand-overs of a keyboard. */
  HAND_OVERS: [10_000, 10_000],
} as const

/** `FIRELINE_PROOF_F8_KILLED=100` and the like say another number. */
export function proofSize(name: keyof typeof sizes): number {
  const said = process.env[`FIRELINE_PROOF_${name}`]
  const [small, full] = sizes[name]
  if (said === undefined) return isFull() ? full : small
  if (!/^\d+$/.test(said)) throw new Error(`FIRELINE_PROOF_${name} is a number, not "${said}"`)
  return Number(said)
}

export const isFull = () => process.env['FIRELINE_PROOF'] === 'full'

/** Every run has another one; the printed one, given back, replays it. */
export const proofSeed = () => Number(process.env['FIRELINE_PROOF_SEED'] ?? Math.floor(Date.now() / 1_000))
