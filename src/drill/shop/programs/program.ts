import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

// What every process of the shop shares: it says when it is ready, and it goes when it is told to or when its parent is gone.

export function tell(message: Record<string, unknown>): void {
  if (process.connected) process.send?.(message)
}

export function hear(listener: (message: Record<string, unknown>) => void): void {
  process.on('message', message => {
    if (typeof message === 'object' && message !== null) listener(message as Record<string, unknown>)
  })
}

/** Nothing of a drill outlives it: a lost parent ends a process just as a SIGTERM does. */
export function whenToldToGo(close: () => Promise<void>): void {
  let isGoing = false
  const go = () => {
    if (isGoing) return
    isGoing = true
    setTimeout(() => process.exit(0), 800).unref()
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', go)
  process.on('disconnect', go)
}

export async function listenOnLoopback(server: Server, port = 0): Promise<number> {
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', listening)
  })
  return (server.address() as AddressInfo).port
}

export function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`This program of the shop is started by the drill, which gives it ${name}.`)
  return value
}
