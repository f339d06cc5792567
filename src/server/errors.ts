import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import type { Desk } from '../engine/desk.ts'
import { reason } from '../engine/log.ts'
import { DatabaseAway, isDatabaseAway } from '../engine/saving.ts'
import { ApiError, badField, cannotRead, errorBody, notFound } from './answer.ts'
import { sentencePage } from './capability-page.ts'
import { pageHeaders } from './capability-style.ts'
import type { Route } from './route.ts'
import { unkeptField } from './unkept-field.ts'

/** When whoever answers "not now" does not say when. */
const laterSeconds = 5

/** Says no in one form everywhere: what was wrong, never how the inside looks. */
export function answerErrors(app: FastifyInstance, desk: Desk, routes: readonly Route[]): void {
  // Only JSON is taken (and forms where a page asks for them): anything else is 415.
  app.removeContentTypeParser('text/plain')
  const methodsAt = methodsOf(routes)
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
  })
  app.addHook('onSend', async (_request, reply) => {
    const isLater = reply.statusCode === 429 || reply.statusCode === 503
    if (isLater && !reply.hasHeader('retry-after')) reply.header('retry-after', laterSeconds)
  })
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(request.url)
    if (methods.length === 0) return reply.code(404).send(errorBody(notFound('such page')))
    const wrong = new ApiError(405, 'method', `Here you can: ${methods.join(', ')}.`)
    return reply.code(405).header('allow', methods.join(', ')).send(errorBody(wrong))
  })
  app.setErrorHandler((error: FastifyError | ApiError, request, reply) => {
    const said = asApiError(error, request)
    if (said.status >= 500 && !(error instanceof DatabaseAway))
      desk.log.error('a request failed', { reason: reason(error), stack: error.stack })
    if (said.retryAfterSeconds) reply.header('retry-after', said.retryAfterSeconds)
    if (isForPeople(request)) return reply.code(said.status).headers(pageHeaders).send(asPage(said))
    return reply.code(said.status).send(errorBody(said))
  })
}

/** No detail of the inside in a 5xx: only the log has it. */
function asApiError(error: FastifyError | ApiError, { method, body }: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error
  const field = cannotBeKept.has(error.code) && unkeptField(body)
  if (field !== false && field !== undefined)
    return badField(field, 'This text has a NUL or half a character in it, which cannot be kept. Leave it out.')
  if (error.code === savedAtOnce)
    return new ApiError(
      409,
      'at-once',
      'Somebody saved the same thing at this moment. Look at it again, then save yours.',
    )
  const status = error.statusCode ?? 500
  if (status < 500) return new ApiError(status, error.code ?? 'invalid', error.message)
  if (isDatabaseAway(error))
    return new ApiError(503, 'not-saved', method === 'GET' ? cannotRead : cannotSave, { retryAfterSeconds: 5 })
  return new ApiError(500, 'failed', 'This failed on our side. Nothing was saved.')
}

/** What PostgreSQL says of a text that it does not take, in a column and in JSON; nothing of that request is saved. */
const cannotBeKept = new Set(['22021', '22P05', '22P02'])
/** And where two made the same name or first thing at once: one of them did. */
const savedAtOnce = '23505'

/** Not "nothing was saved": an answer may be lost after the work was done. */
const cannotSave =
  'Fireline cannot save right now: its database does not answer. Send it again with the same Idempotency-Key, and it is done once.'

/** Who follows a link in a message reads a page, whatever went wrong. */
const isForPeople = ({ url, headers }: FastifyRequest): boolean =>
  /^\/([ats]|report)\//.test(url) && (headers.accept ?? '').includes('text/html')

const asPage = ({ status, message }: ApiError): string =>
  status === 503
    ? sentencePage(
        'Fireline does not answer right now',
        'Its database is away. Go back and try again in a few seconds: what is pressed twice is done once.',
      )
    : sentencePage('That did not work', message)

/** What may be asked of an address: the methods of every route that it fits. */
function methodsOf(routes: readonly Route[]): (url: string) => string[] {
  const known = routes.map(({ method, path }) => {
    const pattern = path
      .split('/')
      .map(part => (part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    return { method, fits: new RegExp(`^${pattern.join('/')}$`) }
  })
  return url => {
    const [path = ''] = url.split('?')
    return [...new Set(known.filter(({ fits }) => fits.test(path)).map(({ method }) => method))]
  }
}
