import { spawn } from 'node:child_process'
import type { Sshd } from '../../test/host/sshd.ts'
import { openOperator, type SharedShell } from './shared-shell.ts'

/** What echoes by itself, on both sides the same: the terminal's own echo is off. */
export const echoes = ['sh', '-c', 'stty raw -echo; exec cat']

/** A terminal into which one key after the other is typed, each only after the one before it came back. */
export interface Echoing {
  /** Types one key; resolves, with the milliseconds it took, when the key is back. */
  key(key: string): Promise<number>
  close(): void
}

export async function overSsh(sshd: Sshd): Promise<Echoing> {
  const child = spawn('ssh', sshd.args('ana', ['-tt'], echoes.map(quoted)), { stdio: ['pipe', 'pipe', 'ignore'] })
  const waits = waiting()
  child.stdout.on('data', (data: Buffer) => waits.came(data.toString()))
  await ready(waits, key => void child.stdin.write(key))
  return { key: key => waits.until(key, () => void child.stdin.write(key)), close: () => void child.kill() }
}

export interface Watched extends Echoing {
  /** Of each key, how much later somebody who watches saw it than who typed it, in milliseconds. */
  watcherExtraMs: number[]
}

export async function overFireline({ place }: SharedShell): Promise<Watched> {
  const [operator, watcher] = [await openOperator(place), await openOperator({ ...place, token: place.watches })]
  const [waits, sees] = [waiting(), waiting()]
  operator.hear(message => message.type === 'output' && waits.came(message.data))
  watcher.hear(message => message.type === 'output' && sees.came(message.data))
  await ready(waits, key => operator.type(key))
  const watcherExtraMs: number[] = []
  return {
    watcherExtraMs,
    async key(key) {
      const seen = sees.until(key, () => {})
      const ms = await waits.until(key, () => operator.type(key))
      watcherExtraMs.push((await seen) - ms)
      return ms
    },
    close() {
      operator.close()
      watcher.close()
    },
  }
}

function waiting() {
  let wanted: { key: string; fromMs: number; resolve(ms: number): void } | undefined
  return {
    came(data: string) {
      if (!wanted || !data.includes(wanted.key)) return
      wanted.resolve(performance.now() - wanted.fromMs)
      wanted = undefined
    },
    until: (key: string, type: () => void) =>
      new Promise<number>(resolve => {
        wanted = { key, fromMs: performance.now(), resolve }
        type()
      }),
  }
}

/** A program that is not there yet echoes nothing, or twice: a key that no round types is typed until it comes back. */
async function ready(waits: ReturnType<typeof waiting>, type: (key: string) => void): Promise<void> {
  const again = setInterval(() => type('~'), 200)
  await waits.until('~', () => type('~'))
  clearInterval(again)
  await new Promise(resolve => setTimeout(resolve, 500))
}

const quoted = (word: string): string => `'${word}'`

const keys = 'abcdefghijklmnopqrstuvwxyz'

/** Milliseconds of each of so many keys, at the pace of somebody who types fast. */
export async function typeKeys(one: Echoing, count: number, everyMs: number): Promise<number[]> {
  const took: number[] = []
  for (let n = 0; n < count; n++) {
    took.push(await one.key(keys[n % keys.length] ?? 'a'))
    await new Promise(resolve => setTimeout(resolve, everyMs))
  }
  return took
}
