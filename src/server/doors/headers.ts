import type { IncomingMessage } from 'node:http'
import type { Headers } from '../../alert/sender.ts'

/** Of a header that came twice, both texts. */
export const headersOf = (request: IncomingMessage): Headers =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
