import { readFileSync, writeSync } from 'node:fs'
import { type Debugger, Session } from 'node:inspector'
import { setTimeout as pause } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import { jsonLog, reason } from './engine/log.ts'
import { stoodStill, stuckCode } from './engine/stand-still.ts'
import { told, type Watched } from './engine/watchdog.ts'
import { stoodStillMessage } from './steps/notify/stood-still.ts'

const lookEveryMs = 500
const tellWithinMs = 8_000
const leaveWithinMs = 2_000
const mostFrames = 8

const { shared, afterMs, settings, name, url } = workerData as Watched
const beats = new Int32Array(shared)
/** Straight to the file: what goes by the streams of a thread waits for the loop. */
const log = jsonLog(line => writeSync(2, line))
const stood = stoodStill()
const loop = new Session()

const timer = setInterval(() => {
  const stoodMs = stood({ at: Date.now(), ms: performance.now(), beats: Atomics.load(beats, told.beats) })
  if (stoodMs < afterMs || isLookedInto()) return
  clearInterval(timer)
  void leave(stoodMs)
}, lookEveryMs)

/** By a debugger of JavaScript, or one of processes: then somebody holds it on purpose. */
function isLookedInto(): boolean {
  if (Atomics.load(beats, told.hasDebugger) === 1) return true
  try {
    return !/^TracerPid:\t0$/m.test(readFileSync('/proc/self/status', 'utf8'))
  } catch {
    return false
  }
}

async function leave(stoodMs: number): Promise<void> {
  const seconds = Math.round(stoodMs / 1_000)
  const where = await Promise.race([whereItStands(), pause(leaveWithinMs, undefined)])
  const stands = where ?? ['in native code: it does not say where']
  log.error('the event loop stands still: Fireline leaves, to be started again', {
    seconds,
    code: stuckCode,
    where: stands,
  })
  await Promise.race([tellOperators(seconds), pause(tellWithinMs)])
  loop.post('Runtime.evaluate', { expression: `process.reallyExit(${stuckCode})` })
  await pause(leaveWithinMs)
  log.error('it does not even leave: it is killed')
  process.kill(process.pid, 'SIGKILL')
}

/** Holds the loop where it stands, and asks it for its calls. */
function whereItStands(): Promise<string[]> {
  const { promise, resolve } = Promise.withResolvers<string[]>()
  const files = new Map<string, string>()
  loop.connectToMainThread()
  loop.on('Debugger.scriptParsed', ({ params }) => files.set(params.scriptId, params.url))
  loop.on('Debugger.paused', ({ params }) => {
    const calls = params.callFrames.slice(0, mostFrames)
    const fileOf = ({ location, url }: Debugger.CallFrame) =>
      (url || files.get(location.scriptId) || '').replace(/^file:\/\//, '')
    resolve(calls.map(one => `${one.functionName || 'a function'} (${fileOf(one)}:${one.location.lineNumber + 1})`))
  })
  loop.post('Debugger.enable', () => loop.post('Debugger.pause'))
  return promise
}

/** From here, for the loop cannot: what that needs is loaded now, and not before. */
async function tellOperators(seconds: number): Promise<void> {
  if (!settings.fallbackUrl) return
  try {
    const { lastResort, openOutside } = await import('./channels.ts')
    const way = lastResort(
      settings,
      openOutside(settings, () => url),
    )
    const message = stoodStillMessage({ seconds, name, url, at: new Date().toISOString() })
    const answer = await way?.deliver(message, AbortSignal.timeout(tellWithinMs))
    log.error('the way of last resort was told', { way: way?.says, ...answer })
  } catch (error) {
    log.error('the way of last resort could not be told', { reason: reason(error) })
  }
}
