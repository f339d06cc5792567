import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { keepCompiled } from './compile-cache.mjs'

const passedOn = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

/** Runs a program, hands it our signals, and answers its exit code; ends by the signal that ended it. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    const hand = signal => {
      // A key press in a terminal has reached the whole group already.
      if (!(process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT'))) child.kill(signal)
    }
    for (const signal of passedOn) process.on(signal, hand)
    const done = () => passedOn.forEach(signal => process.off(signal, hand))
    child.once('error', error => {
      done()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      done()
      if (signal) process.kill(process.pid, signal)
      resolve(code ?? 1)
    })
  })
}

/**
 * What was just made lies in two halves of this size each. Node would let them grow to 64 MB, which a start touches once and
 * an idle server then holds for good. On a Node that is this process already no flag can be given any more.
 */
const youngMB = 8

/**
 * Runs one of our programs on Node 24: here when this is one, else in a child that ends when we are killed, so that a
 * process id that was asked to die never leaves a server behind.
 */
export async function runOnNode24(node, file, args) {
  if (node === process.execPath) {
    process.argv = [node, file, ...args]
    keepCompiled()
    const program = await import(pathToFileURL(file).href)
    // The command line runs by itself only as the main program.
    await program.runCli?.(args)
    return
  }
  const together = new URL('end-together.mjs', import.meta.url).href
  process.exitCode = await run(node, [`--max-semi-space-size=${youngMB}`, '--import', together, file, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
}
