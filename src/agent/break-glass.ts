import { grown, type Keeping, tellAll } from './keeping.ts'

/** So long no server has to be reached before the person at the machine may take the keyboard without one. */
export const glassAfterMs = 10_000

/**
 * The person at the machine takes its keyboard although the server gave it to somebody, for no server can be reached: nobody is locked
 * out of their own shell by a line that is down. It stands in the recording, which tells the server once it is back.
 * Answers how long it is still too early, ms; undefined when it is done.
 */
export function breakGlass(keeping: Keeping, now: Date): number | undefined {
  const { guard, line, cast, files, owner, hooks } = keeping
  // A shell that takes only signed keys has nobody at a machine of its own.
  if (owner === undefined || guard.admitsOwner(owner) || hooks.some(hook => hook.takesOnlySigned)) return undefined
  const waitsMs = glassAfterMs - line.unreachedMs()
  if (waitsMs > 0) return Math.ceil(waitsMs)
  const { epoch } = guard.keyboard()
  guard.breakGlass(owner)
  cast.marker('keyboard: at the machine, without Fireline')
  cast.note({ glass: { person: owner, at: now.toISOString(), epoch } })
  files.sync()
  grown(keeping)
  tellAll(keeping, { type: 'glass' })
  return undefined
}
