import type { Caller } from './harness.ts'

/** A mail scanner, a chat's preview, an eager browser: looks at every link, in both ways of looking. What each was answered. */
export async function robotLooksAt(links: readonly string[]): Promise<{ link: string; statuses: number[] }[]> {
  const looked = []
  for (const link of links) {
    const statuses: number[] = []
    for (const method of ['GET', 'HEAD', 'GET']) {
      const response = await fetch(link, { method })
      await response.body?.cancel()
      statuses.push(response.status)
    }
    looked.push({ link, statuses })
  }
  return looked
}

interface OpenApi {
  paths: Record<string, { get?: { parameters: { in: string; name: string }[] } }>
}

/** GETs every route of openapi.json, with what `fill` names for its parameters; a route it has no name for throws. What was not 200. */
export async function getsEverything(who: Caller, fill: Record<string, string>): Promise<string[]> {
  const { paths } = (await who.get<OpenApi>('/api/openapi.json')).body
  const odd: string[] = []
  for (const [path, { get }] of Object.entries(paths)) {
    if (!get) continue
    const named = fill[path] ?? path.replace('{incident}', fill['{incident}'] ?? '{incident}')
    if (named.includes('{')) throw new Error(`the walk does not know what to ask ${path} for`)
    const { status } = await who.get(named)
    if (status !== 200) odd.push(`${named} ${status}`)
  }
  return odd
}
