import { closeSync, existsSync, openSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AgentPlaces } from './agent-places.ts'
import { forgetEnrolment } from './enrol.ts'

/**
 * Switches the agent of this host off: no server is asked, nothing is waited for. Written wherever this user may; a running agent hangs up
 * within a second, and none starts any more. Throws when neither place can be written.
 */
export function switchOff({ off }: AgentPlaces): void {
  const failed = off.filter(mark => !written(mark))
  if (failed.length === off.length) throw new Error(`Neither ${off.join(' nor ')} can be written here: run it as root.`)
}

/** False when somebody else's mark stays: root switched it off, and only root switches it on again. */
export function switchOn({ off }: AgentPlaces): boolean {
  for (const mark of off) {
    try {
      rmSync(mark, { force: true })
    } catch {
      // Root's, and we are not.
    }
  }
  return !off.some(mark => existsSync(mark))
}

/** Takes all of it off this host: the key, the marks, and as root the file; folders that are empty then go, too. True when there was an agent. */
export function uninstallAgent({ file, state, off }: AgentPlaces): boolean {
  const was = forgetEnrolment(state)
  for (const path of [...off, file]) {
    try {
      rmSync(path, { force: true })
    } catch {
      // Root's file, and we are not root: it allows nothing to anybody without a key.
    }
  }
  for (const folder of [join(state, 'shells'), state, dirname(file)]) removeEmpty(folder)
  return was
}

function written(path: string): boolean {
  try {
    closeSync(openSync(path, 'a', 0o644))
    return true
  } catch {
    return false
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Not empty, not there, or not ours.
  }
}
