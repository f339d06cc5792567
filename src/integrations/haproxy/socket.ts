import { connect, type NetConnectOpts } from 'node:net'
import { TrafficTrouble } from '../../steps/change/traffic-driver.ts'

const withinMs = 5_000
const mostBytes = 4_000_000

/** Says one line to the runtime socket and hears the whole answer. Throws TrafficTrouble when nobody answers in time. */
export async function say(socket: string, command: string): Promise<string> {
  const end = performance.now() + withinMs
  for (;;) {
    try {
      return (await ask(addressOf(socket), command, Math.max(1, end - performance.now()))).trim()
    } catch (error) {
      const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN'
      if (!isFull || performance.now() > end) throw troubled(error)
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}

/** A path, or host:port. */
function addressOf(socket: string): NetConnectOpts {
  if (socket.startsWith('/')) return { path: socket }
  const { hostname, port } = new URL(`tcp://${socket}`)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) }
}

function ask(to: NetConnectOpts, command: string, ms: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const line = connect(to)
    let heard = ''
    const timer = setTimeout(() => line.destroy(new TrafficTrouble('The proxy does not answer on its socket.')), ms)
    line.setEncoding('utf8')
    line.on('connect', () => line.write(`${command}\n`))
    line.on('data', (part: string) => {
      heard += part
      if (heard.length > mostBytes) line.destroy(new TrafficTrouble('The proxy says more than it can have to say.'))
    })
    line.on('end', () => line.end())
    line.on('error', reject)
    line.on('close', failed => {
      clearTimeout(timer)
      if (!failed) resolve(heard)
    })
  })
}

function troubled(error: unknown): TrafficTrouble {
  if (error instanceof TrafficTrouble) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer'
  return new TrafficTrouble(`The proxy cannot be asked on its socket: ${code}.`)
}
