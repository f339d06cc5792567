import { request } from 'node:http'

/** A web process as the proxy sees it. */
export type Backend = {
  name: string
  port: number
  isUp: boolean
  isDrained: boolean
  build: string
  recent: { at: number; failed: boolean }[]
}

export type BackendShown = Omit<Backend, 'recent'> & { answeredIn10s: number; failedIn10s: number }

/** Round robin over those that are healthy and not drained. */
export function takeTurns(backends: Map<string, Backend>): (not?: Backend) => Backend | undefined {
  let turn = 0
  return not => {
    const able = [...backends.values()].filter(each => each.isUp && !each.isDrained && each !== not)
    turn = (turn + 1) % 1_000_000
    return able[turn % able.length]
  }
}

export function show(backend: Backend): BackendShown {
  const since = Date.now() - 10_000
  const { recent, ...rest } = backend
  const late = recent.filter(each => each.at >= since)
  return { ...rest, answeredIn10s: late.length, failedIn10s: late.filter(each => each.failed).length }
}

export function remember(backend: Backend, status: number): void {
  backend.recent.push({ at: Date.now(), failed: status >= 500 })
  if (backend.recent.length > 2_000) backend.recent.splice(0, 1_000)
}

/** Asks the process itself; a shallow question, as most health checks are. */
export async function checkHealth(backend: Backend): Promise<void> {
  const said = await new Promise<string | undefined>(answered => {
    const asking = request({ host: '127.0.0.1', port: backend.port, path: '/health', timeout: 500 }, response => {
      let text = ''
      response.on('data', chunk => (text += String(chunk)))
      response.on('end', () => answered(response.statusCode === 200 ? text : undefined))
      response.on('error', () => answered(undefined))
    })
    asking.on('timeout', () => asking.destroy())
    asking.on('error', () => answered(undefined))
    asking.end()
  })
  backend.isUp = said !== undefined
  if (said) backend.build = (JSON.parse(said) as { build: string }).build
}
