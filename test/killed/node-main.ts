import type { Waypoint } from '../../src/engine/waypoint.ts'

/**
 * One node as a process of its own, as `fireline serve` is, that its test can reach into: end it at a point of a page's way, move its
 * clock, set its wall clock wrong. None of that is in the product.
 */
export type ToNode =
  | { advanceMs: number }
  /** Ends it with SIGKILL the `n`th time that something of this kind is at this point; without a point it lives on. */
  | { dieAt?: Waypoint; kind?: string; n?: number }
  /**
   * Stands still (SIGSTOP) the `n`th time that something of this kind is at this point, for as long as its wall clock says when it
   * goes on. From then on it tells what passes which point.
   */
  | { standStillAt: Waypoint; kind: string; n: number; ms: number }
  /** How far its wall clock is from the right time; its monotonic one is never touched. */
  | { wallMs: number }

let wallMs = Number(process.argv[2] ?? 0)
setWallClockWrong()
const { jsonLog, reason } = await import('../../src/engine/log.ts')
const { startFireline } = await import('../../src/main.ts')
const { readSettings } = await import('../../src/settings.ts')

const fireline = await startFireline(
  readSettings(process.env),
  jsonLog(line => process.stderr.write(line)),
)
const { desk } = fireline
process.on('message', (message: ToNode) => {
  if ('advanceMs' in message) {
    desk.clock.advance(message.advanceMs)
    desk.wake()
    fireline.lookSoon()
  } else if ('wallMs' in message) wallMs = message.wallMs
  else if ('standStillAt' in message) standStillAt(message)
  else dieAt(message)
})
// Whoever started it is gone, so nobody would end it.
process.on('disconnect', () => process.exit(1))
process.on('SIGTERM', () => {
  fireline.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`stopping failed: ${reason(error)}\n`)
      process.exit(1)
    },
  )
})
process.stdout.write(`Fireline is ready on ${fireline.url}\n`)

function dieAt({ dieAt: point, kind, n = 1 }: Extract<ToNode, { dieAt?: Waypoint }>): void {
  let left = n
  desk.passing = point
    ? (at, of) => {
        if (at === point && of === kind && --left === 0) process.kill(process.pid, 'SIGKILL')
      }
    : undefined
}

function standStillAt({ standStillAt: point, kind, n, ms }: Extract<ToNode, { standStillAt: Waypoint }>): void {
  let left = n
  desk.passing = (at, of) => {
    process.send?.({ at, of })
    if (at !== point || of !== kind || --left !== 0) return
    wallMs += ms
    process.kill(process.pid, 'SIGSTOP')
  }
}

function setWallClockWrong(): void {
  const Right = Date
  const now = () => Right.now() + wallMs
  globalThis.Date = new Proxy(Right, {
    construct: (right, args) => (args.length === 0 ? new right(now()) : Reflect.construct(right, args)),
    get: (right, name) => (name === 'now' ? now : Reflect.get(right, name)),
  })
}
