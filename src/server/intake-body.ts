import type { IncomingMessage } from 'node:http'
import { beyondLimits, limits } from '../alert/limits.ts'
import { ApiError } from './answer.ts'

const slowestMs = 10_000

/** The body as JSON, within all limits; anything else is thrown as the 4xx that says what is wrong. `held` hears of each byte that is kept. */
export async function jsonBody(request: IncomingMessage, held: (bytes: number) => void): Promise<unknown> {
  return (await rawBody(request, held)).body
}

/** The same with the bytes as they came, for who signs them. */
export async function rawBody(
  request: IncomingMessage,
  held: (bytes: number) => void,
): Promise<{ raw: Buffer; body: unknown }> {
  const coding = request.headers['content-encoding'] ?? 'identity'
  if (coding !== 'identity')
    throw new ApiError(415, 'unsupported', 'Send the body as it is, without a Content-Encoding.', {
      path: 'Content-Encoding',
    })
  const charset = /charset="?([\w-]+)/i.exec(request.headers['content-type'] ?? '')?.[1]?.toLowerCase()
  if (charset && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii')
    throw new ApiError(415, 'unsupported', 'Send the body in UTF-8.', { path: 'Content-Type' })
  const raw = await bytesOf(request, held)
  const body = parsed(utf8(raw))
  const problem = beyondLimits(body)
  if (problem) throw new ApiError(400, 'invalid', problem.message, { path: problem.path })
  return { raw, body }
}

/** The bytes of a body, as they came. */
export function bytesOf(request: IncomingMessage, held: (bytes: number) => void): Promise<Buffer> {
  const tooLarge = () => new ApiError(413, 'too-large', `A body is at most ${limits.bodyBytes / 1024} KB.`)
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) return Promise.reject(tooLarge())
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const stop = (error: ApiError) => {
      clearTimeout(timer)
      request.removeAllListeners('data')
      request.pause()
      reject(error)
    }
    const timer = setTimeout(() => stop(new ApiError(408, 'too-slow', 'The body took too long to arrive.')), slowestMs)
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      held(chunk.length)
      chunks.push(chunk)
      if (bytes > limits.bodyBytes) stop(tooLarge())
    })
    request.on('end', () => {
      clearTimeout(timer)
      resolve(Buffer.concat(chunks))
    })
    const gone = () => stop(new ApiError(400, 'invalid', 'The body ended early.'))
    request.on('error', gone)
    request.on('aborted', gone)
  })
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function utf8(bytes: Buffer): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new ApiError(400, 'invalid', 'The body is not UTF-8.', { path: '' })
  }
}

/** The parser's own message quotes the body; ours only says where. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const where = /position \d+/.exec(error instanceof Error ? error.message : '')?.[0]
    throw new ApiError(400, 'invalid', `The body is not JSON${where ? ` (at ${where})` : ''}.`, { path: '' })
  }
}
