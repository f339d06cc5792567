import { spawn } from 'node:child_process'
import { quoted } from './uninstall-script.ts'

/** When something that nobody confirms is over: seconds since 1970. */
export const untilIn = (seconds: number): number => Math.ceil(Date.now() / 1_000 + seconds)

/**
 * Runs `script` after so many seconds unless `unconfirmed`, which holds `until`, is gone by then. In a session of its own, so that it outlives
 * the login that asked for it. After a restart of the host nobody runs it: then the guard itself knows that its time is over.
 */
export function revertLater(unconfirmed: string, script: string, until: number, seconds: number): void {
  const line = `sleep ${seconds}; [ "$(cat ${quoted(unconfirmed)})" = ${until} ] && exec /bin/sh ${quoted(script)}`
  spawn('/bin/sh', ['-c', line], { detached: true, stdio: 'ignore', cwd: '/' }).unref()
}
