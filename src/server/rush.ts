/** What comes within a tenth of a second: from here on it is a rush. */
const rush = { requests: 100, bytes: 128 * 1024 }
const halfMs = 50

/** Knows a rush by what came lately: a sender that waits for each answer has nothing under way between two requests. */
export interface Rush {
  came(requests: number, bytes: number): void
  isNow(): boolean
}

/** `nowMs` only ever grows. */
export function rushAtTheDoor(nowMs: () => number): Rush {
  let half = 0
  let now = { requests: 0, bytes: 0 }
  let before = now
  const move = () => {
    const current = Math.floor(nowMs() / halfMs)
    if (current === half) return
    before = current === half + 1 ? now : { requests: 0, bytes: 0 }
    now = { requests: 0, bytes: 0 }
    half = current
  }
  return {
    came(requests, bytes) {
      move()
      now.requests += requests
      now.bytes += bytes
    },
    isNow() {
      move()
      return now.requests + before.requests >= rush.requests || now.bytes + before.bytes >= rush.bytes
    },
  }
}
