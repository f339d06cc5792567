import type { FirelinePeer } from '../intake/peers.ts'
import { residentMiB } from '../intake/processes.ts'
import { type Operator, openOperator, shareShell } from './shared-shell.ts'
import { startWatchers } from './watchers.ts'

export interface Flooded {
  /** Milliseconds from each key to its echo, in the middle of the flood. */
  keyMs: number[]
  /** From Ctrl-C to the last of the flood. */
  interruptMs: number
  /** The server's memory at the most, above what it was before anybody watched. */
  extraMiB: number
  /** Megabytes of output a second that the operator saw meanwhile. */
  megabytesASecond: number
}

const keys = 12
const everyMs = 60
const prompt = '<done>'
/** Floods, and echoes each key by itself; Ctrl-C ends the flood. */
const flooding = "bash -c 'stty -echo -icanon min 1; exec 3<&0; cat <&3 & yes'"

/** `yes` in a shared shell with so many who watch, of whom some read nothing. */
export async function flood(peer: FirelinePeer, watching: number, stalled: number): Promise<Flooded> {
  const shell = await shareShell(peer, ['bash', '--norc', '--noprofile'])
  const operator = await openOperator(shell.place)
  const came = hearing(operator)
  operator.type(`PS1='<do''ne>'\r`)
  await came.until(() => came.text().includes(prompt))
  const before = residentMiB(peer.pid)
  let most = before
  const looking = setInterval(() => (most = Math.max(most, residentMiB(peer.pid))), 50)
  const watchers = await startWatchers(shell.place, watching, stalled)
  try {
    came.forget()
    operator.type(`${flooding}\r`)
    await came.until(() => came.bytes() > 500_000)
    const [fromMs, fromBytes] = [performance.now(), came.bytes()]
    const keyMs: number[] = []
    for (let n = 0; n < keys; n++) {
      keyMs.push(await came.took(() => operator.type('#'), '#'))
      await new Promise(resolve => setTimeout(resolve, everyMs))
    }
    const seconds = (performance.now() - fromMs) / 1000
    const megabytesASecond = (came.bytes() - fromBytes) / seconds / 1e6
    const interruptMs = await came.took(() => operator.type('\u0003'), prompt)
    return { keyMs, interruptMs, extraMiB: most - before, megabytesASecond }
  } finally {
    clearInterval(looking)
    operator.close()
    await watchers.close()
    await shell.end()
  }
}

function hearing(operator: Operator) {
  let last = ''
  let bytes = 0
  let look = () => {}
  operator.hear(message => {
    if (message.type !== 'output' && message.type !== 'screen') return
    bytes += message.data.length
    // A word may lie across two messages.
    last = last.slice(-20) + message.data
    look()
  })
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the terminal does not answer')), 30_000)
      look = () => {
        if (!isSo()) return
        clearTimeout(late)
        look = () => {}
        resolve()
      }
      look()
    })
  return {
    bytes: () => bytes,
    text: () => last,
    until,
    forget: () => (last = ''),
    async took(type: () => void, word: string): Promise<number> {
      last = ''
      const fromMs = performance.now()
      const come = until(() => last.includes(word))
      type()
      await come
      return performance.now() - fromMs
    },
  }
}
