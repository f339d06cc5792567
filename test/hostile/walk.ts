import { type Json, type Path, type Schema, samplesOf, textsIn, withText } from './sample.ts'
import type { Scene } from './scene.ts'

/** A text of a body of a route. */
export interface Place {
  method: 'POST' | 'PUT'
  path: string
  body: Json
  at: Path
}

interface Operation {
  requestBody?: { content: { 'application/json'?: { schema: Schema } } }
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>
}

/** What a request was and became. */
export interface Asked {
  method: string
  path: string
  body: string
  status: number
  /** How it should not have been answered. */
  trouble?: string
}

/** Every text of every body that may be sent, by the OpenAPI document. */
export async function placesOf(scene: Scene): Promise<Place[]> {
  const { paths } = (await scene.ana.get<OpenApi>('/api/openapi.json')).body
  return Object.entries(paths).flatMap(([open, operations]) =>
    (['POST', 'PUT'] as const).flatMap(method => {
      const operation = operations[method.toLowerCase()]
      const schema = operation?.requestBody?.content['application/json']?.schema
      return kindsOf(scene, open).flatMap(path => {
        const bodies = scene.bodies[path] ?? (schema ? samplesOf(schema, scene.known) : [])
        return operation ? bodies.flatMap(body => placesIn(method, path, body)) : []
      })
    }),
  )
}

/** An address with a kind in it, once for each kind that a body is known of. */
function kindsOf({ bodies }: Scene, path: string): string[] {
  const pattern = new RegExp(`^${path.replace('{kind}', '([a-z-]+)').replace(/[{}]/g, '\\$&')}$`)
  return path.includes('{kind}') ? Object.keys(bodies).filter(one => pattern.test(one)) : [path]
}

const placesIn = (method: Place['method'], path: string, body: Json): Place[] =>
  textsIn(body).map(at => ({ method, path, body, at }))

export const nameOf = ({ method, path, at }: Place): string => `${method} ${path} ${at.join('.')}`

/** A text at a place: taken, or refused with words and with the name of what is wrong. */
export async function ask(scene: Scene, { method, path, body, at }: Place, text: string): Promise<Asked> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => scene.inPath(path, name))
  const sent = bodyOf(scene, withText(body, at, text))
  const answer = await send(scene, method, filled, sent)
  const isAnswered = answer.status < 500 && (answer.status < 400 || /\S/.test(reasonIn(answer.text)))
  const said = `${method} ${path} ${at.join('.')}: ${answer.status} ${answer.text.slice(0, 300)} for ${JSON.stringify(text).slice(0, 200)}`
  return { method, path: filled, body: sent, status: answer.status, ...(!isAnswered && { trouble: said }) }
}

/** `@change` is the one of the newest incident. */
export const bodyOf = (scene: Scene, body: Json): string =>
  JSON.stringify(body).replace(/"@([a-z]+)"/g, (_, name: string) => JSON.stringify(scene.inPath('', name)))

/** As whoever has every right; where too much was asked, a minute later. */
export async function send(scene: Scene, method: string, path: string, body: string) {
  const { world, ana, apiKey } = scene
  const once = () =>
    fetch(world.url + path, {
      method,
      body,
      headers: {
        authorization: path.includes('v2/alerts') ? `GenieKey ${apiKey}` : `Bearer ${ana.token}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
    })
  let answer = await once()
  for (let minutes = 0; answer.status === 429 && minutes < 5; minutes++) {
    await answer.body?.cancel()
    world.advance(60_000)
    answer = await once()
  }
  return { status: answer.status, text: await answer.text() }
}

function reasonIn(text: string): string {
  try {
    const said = JSON.parse(text) as { error?: { message?: string }; refusal?: { message?: string } } | string
    return typeof said === 'string' ? said : (said.error?.message ?? said.refusal?.message ?? '')
  } catch {
    // Pages for people say it in HTML.
    return text
  }
}
