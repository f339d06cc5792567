import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** Signals that end a program; what runs here hears them first, so that it can end well. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Those that a terminal's keys send reach the command without us; one that is sent to us alone does not. */
const fromKeys = new Set<string>(['SIGINT', 'SIGQUIT'])

/** Runs a command in this terminal. Its exit code, as a shell would say it: 127 when there is no such program, 128 + n when signal n ended it. */
export async function runHere([program = '', ...words]: readonly string[]): Promise<number> {
  const child = spawn(program, words, { stdio: 'inherit' })
  const passOn = signals.map(signal => {
    const pass = () => {
      if (!(process.stdin.isTTY && fromKeys.has(signal))) child.kill(signal)
    }
    process.on(signal, pass)
    return () => process.off(signal, pass)
  })
  try {
    return await new Promise<number>((resolve, reject) => {
      child.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT'
          ? (process.stderr.write(`There is no program ${program}.\n`), resolve(127))
          : reject(error),
      )
      child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']))
    })
  } finally {
    for (const stop of passOn) stop()
  }
}
