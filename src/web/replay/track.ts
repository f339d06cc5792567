/** The track goes in steps of half a second: what the arrows move, and near enough for a pointer. */
export const stepMs = 500

/** Where the knob stands and how long the track is, in ms; the last step goes past the end, so that the end is on the track. */
export function onTrack(at: number, { from, to }: { from: number; to: number }): { value: number; max: number } {
  const max = Math.max(1, Math.ceil((to - from) / stepMs)) * stepMs
  return { max, value: at >= to ? max : at - from }
}

/** The moment of a place on the track. */
export const momentOn = (value: number, { from, to }: { from: number; to: number }): number =>
  Math.min(to, from + value)
