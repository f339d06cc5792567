import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Haproxy, startHaproxy } from '../../test/proxies.ts'
import { type House, startHouse } from './house.ts'

/** What visitors have seen so far; `failed` is an answer other than 200, or none, and nobody asked a second time. */
export interface Seen {
  sent: number
  failed: number
}

export interface Visitors {
  now(): Promise<Seen>
  stop(): Promise<Seen>
}

export interface Stand {
  /** Ends the stand-by's process, as a crash would; or it answers 500 from now on. */
  fail(how: 'dies' | 'answers 500'): Promise<void>
  start(): Promise<void>
}

export interface Scene {
  proxy: Haproxy
  house: House
  stand: Stand
  visitors(aSecond: number): Visitors
  stop(): Promise<void>
}

/** A service on one web server behind HAProxy, and a stand-by that is drained; its proxy looks each second. */
export async function openScene(program: string): Promise<Scene> {
  const children: ChildProcess[] = []
  const begin = (file: string, ...args: (string | number)[]) => {
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), args.map(String))
    children.push(child)
    return child
  }
  const heard = async (child: ChildProcess) => (await once(child, 'message'))[0] as never
  const port: number = await heard(begin('web.ts', 'web1', 0))
  let stand = begin('web.ts', 'stand', 0)
  const standPort: number = await heard(stand)
  const lines = [`web1 127.0.0.1:${port} check weight 100`, `stand 127.0.0.1:${standPort} check disabled`]
  const proxy = await startHaproxy(program, lines, 'inter 1s fastinter 200ms rise 2 fall 3')
  const way = { driver: 'haproxy', socket: proxy.socket, backend: 'app', server: 'stand' }
  const house = await startHouse({ ...way, checkEveryMs: 1_000, canarySeconds: 1 })
  return {
    proxy,
    house,
    stand: {
      async fail(how) {
        if (how === 'dies') stand.kill('SIGKILL')
        else stand.send('break')
        await (how === 'dies' ? once(stand, 'exit') : heard(stand))
      },
      async start() {
        stand.kill('SIGKILL')
        if (stand.exitCode === null && stand.signalCode === null) await once(stand, 'exit')
        stand = begin('web.ts', 'stand', standPort)
        await heard(stand)
      },
    },
    visitors(aSecond) {
      const child = begin('visitors.ts', Number(new URL(proxy.url).port), aSecond)
      const ask = (what: string) => {
        child.send(what)
        return heard(child) as Promise<Seen>
      }
      return { now: () => ask('now'), stop: () => ask('stop') }
    },
    async stop() {
      for (const child of children) child.kill('SIGKILL')
      await house.stop()
      await proxy.stop()
    },
  }
}
