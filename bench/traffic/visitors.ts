// Visitors in a process of their own: half keep their connection, half make a new one for each request; none asks twice. `visitors.ts <port> <a second>`, 0 = as fast as answers come.
import { connect, type Socket } from 'node:net'

const [port = 0, aSecond = 0] = process.argv.slice(2).map(Number)
const seen = { sent: 0, failed: 0 }
let isOver = false

interface Way {
  ask(): Promise<boolean>
}

const fresh: Way = { ask: () => answered(connect(port, '127.0.0.1'), 'close') }
const work = aSecond > 0 ? atPace(aSecond) : asFastAsAnswered(8)

process.on('message', asked => void (asked === 'stop' ? stop() : process.send?.(seen)))
process.on('disconnect', () => process.exit())

async function stop(): Promise<void> {
  isOver = true
  await work
  process.send?.(seen, () => process.exit())
}

async function count(way: Way): Promise<void> {
  const isWell = await way.ask()
  seen.sent += 1
  if (!isWell) seen.failed += 1
}

async function asFastAsAnswered(each: number): Promise<void> {
  const loop = async (way: Way) => {
    while (!isOver) await count(way)
  }
  await Promise.all(Array.from({ length: each * 2 }, (_, n) => loop(n % 2 === 0 ? kept() : fresh)))
}

/** Whether answers come or not: a proxy that makes people wait does not make them fewer. */
async function atPace(requests: number): Promise<void> {
  const idle: Way[] = []
  const began = performance.now()
  const under = new Set<Promise<void>>()
  for (let n = 0; !isOver; ) {
    const due = Math.floor(((performance.now() - began) * requests) / 1000)
    for (; n < due; n++) {
      const way = n % 2 === 0 ? (idle.pop() ?? kept()) : fresh
      const one = count(way).finally(() => {
        under.delete(one)
        if (way !== fresh) idle.push(way)
      })
      under.add(one)
    }
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  await Promise.all(under)
}

/** One connection, opened again after it was closed; a close before the whole answer came is a failed request. */
function kept(): Way {
  let line: Socket | undefined
  return {
    ask() {
      if (!line || line.destroyed || line.readableEnded) line = connect(port, '127.0.0.1')
      return answered(line, 'keep-alive')
    },
  }
}

function answered(line: Socket, connection: string): Promise<boolean> {
  return new Promise(resolve => {
    let heard = ''
    const done = (isWell: boolean) => {
      line.removeAllListeners()
      line.on('error', () => {})
      if (connection === 'close' || !isWell) line.destroy()
      resolve(isWell)
    }
    line.setTimeout(10_000, () => done(false))
    line.on('error', () => done(false))
    line.on('close', () => done(false))
    line.on('data', part => {
      heard += part.toString('latin1')
      if (isWhole(heard)) done(heard.startsWith('HTTP/1.1 200 '))
    })
    line.write(`GET / HTTP/1.1\r\nHost: shop\r\nConnection: ${connection}\r\n\r\n`)
  })
}

function isWhole(heard: string): boolean {
  const head = heard.indexOf('\r\n\r\n')
  const length = /^content-length: (\d+)/im.exec(heard)?.[1]
  return head >= 0 && length !== undefined && heard.length >= head + 4 + Number(length)
}
