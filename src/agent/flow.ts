/** Whether the program that prints in a shared shell waits. */
export interface Flow {
  /** Linked, with credit up to this byte of the recording; or not linked: then nothing waits. */
  linked(upTo: number | undefined): void
  credit(upTo: number): void
  grown(size: number): void
  /** It waits for the disk: only where a recording is strict. */
  waitForDisk(waits: boolean): void
}

/** A server that says nothing about credit for so long holds nobody up. */
const longestSilenceMs = 2_000

/**
 * The program waits while its recording is ahead of what the server can show, and for no other reason of the server's: not until
 * something is stored, and never longer than a server is silent.
 */
export function flow(pty: { pause(): void; resume(): void }, ms: () => number = () => performance.now()): Flow {
  let upTo: number | undefined
  let heardAtMs = 0
  let size = 0
  let disk = false
  let isPaused = false
  let timer: NodeJS.Timeout | undefined
  const isAhead = () => upTo !== undefined && size > upTo && ms() - heardAtMs < longestSilenceMs
  const look = () => {
    clearTimeout(timer)
    const waits = disk || isAhead()
    if (waits !== isPaused) pty[waits ? 'pause' : 'resume']()
    isPaused = waits
    if (isAhead()) timer = setTimeout(look, longestSilenceMs - (ms() - heardAtMs) + 1)
  }
  const heard = (now: number | undefined) => {
    upTo = now
    heardAtMs = ms()
    look()
  }
  return {
    linked: heard,
    credit: now => heard(upTo === undefined ? undefined : Math.max(now, upTo)),
    grown(now) {
      size = now
      look()
    },
    waitForDisk(waits) {
      disk = waits
      look()
    },
  }
}
