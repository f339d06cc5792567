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
  paths: Record<string, { get?: object }>
}

/** Asks every route of openapi.json that can be looked at, and these pages, with a token; a parameter that `fill` does not name throws; `more` are headers. What was not 200. */
export async function looksAtEverything(
  who: Caller,
  url: string,
  fill: Record<string, string>,
  pages: readonly string[],
  more: Record<string, string> = {},
): Promise<string[]> {
  const { paths } = (await who.get<OpenApi>('/api/openapi.json')).body
  const routes = Object.entries(paths).flatMap(([path, { get }]) => (get ? [path] : []))
  const odd: string[] = []
  const asked = [...routes, ...pages].map(path => fill[path] ?? path.replace(/\{\w+\}/g, name => fill[name] ?? name))
  const unknown = asked.filter(path => path.includes('{'))
  if (unknown.length > 0) throw new Error(`it is not known what to ask for: ${unknown.join(', ')}`)
  for (const named of asked) {
    for (const method of ['GET', 'HEAD']) {
      const response = await fetch(url + named, { method, headers: { authorization: `Bearer ${who.token}`, ...more } })
      await response.body?.cancel()
      if (response.status !== 200) odd.push(`${method} ${named} ${response.status}`)
    }
  }
  return odd
}
