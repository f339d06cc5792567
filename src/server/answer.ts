import type { Refusal } from '../incident/decision.ts'

/** A no that is not a rule of the house: the wrong body, token, place or time. Thrown; becomes `{error:{code, message, path?}}`. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly path?: string
  readonly retryAfterSeconds?: number

  constructor(status: number, code: string, message: string, more: { path?: string; retryAfterSeconds?: number } = {}) {
    super(message)
    this.status = status
    this.code = code
    this.path = more.path
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}

export const notFound = (what: string): ApiError => new ApiError(404, 'not-found', `There is no ${what}.`)
export const badField = (path: string, message: string): ApiError => new ApiError(400, 'invalid', message, { path })

/** What a route answers when it is not plainly 200 with JSON. */
export class Answer {
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: unknown) {
    this.status = status
    this.body = body
  }
}

export const created = (body: unknown): Answer => new Answer(201, body)
export const refused = (refusal: Refusal): Answer => new Answer(409, { refusal })
export const errorBody = ({ code, message, path }: ApiError): unknown => ({
  error: { code, message, ...(path && { path }) },
})

export const cannotRead = 'Fireline cannot read right now: its database does not answer. Ask again in a few seconds.'
