const minuteMs = 60_000
/** What stood still for longer is in sight and not watched. */
const stillMs = 60_000
/** A page that slept was not watched meanwhile. */
const mostStepMs = 10_000

/** Counts how long something was watched: in sight, and moving. Times are ms of one clock that only goes forward. */
export function watchedTime() {
  let lookedAt: number | undefined
  let place: number | undefined
  let movedAt = -Infinity
  let watchedMs = 0
  return {
    /** `to`: the place that is shown now; the same one again is no move. */
    moved(nowMs: number, to: number) {
      if (to !== place) movedAt = nowMs
      place = to
    },
    /** Called every few seconds; returns whole minutes that are full now and were not counted before. */
    look(nowMs: number, isInSight: boolean): number {
      const step = Math.min(mostStepMs, nowMs - (lookedAt ?? nowMs))
      lookedAt = nowMs
      if (isInSight && nowMs - movedAt < stillMs) watchedMs += step
      const minutes = Math.floor(watchedMs / minuteMs)
      watchedMs -= minutes * minuteMs
      return minutes
    },
  }
}
