import { request } from 'node:http'
import { TrafficTrouble } from '../../steps/change/traffic-driver.ts'

const withinMs = 5_000
const mostBytes = 4_000_000

export interface Told {
  status: number
  text: string
  /** Caddy sends it after the body. */
  etag: string | undefined
}

/** Asks Caddy's admin API once. Each change starts that API anew, so no connection is kept. Throws TrafficTrouble when nobody answers. */
export function ask(admin: string, method: 'GET' | 'PATCH', path: string, sent?: { body: string; ifMatch?: string }) {
  return new Promise<Told>((resolve, reject) => {
    const headers = {
      ...(sent && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent.body) }),
      ...(sent?.ifMatch && { 'if-match': sent.ifMatch }),
    }
    const fail = (why: string) => reject(new TrafficTrouble(`Caddy's admin API cannot be asked: ${why}.`))
    const asked = request(new URL(path, admin), { method, headers, agent: false }, answer => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        text += part
        if (text.length > mostBytes) asked.destroy(new Error('it says more than it can have to say'))
      })
      answer.on('error', error => fail(error.message))
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          text,
          etag: answer.trailers['etag'] ?? answer.headers['etag'],
        }),
      )
    })
    asked.setTimeout(withinMs, () => asked.destroy(new Error('no answer in time')))
    asked.on('error', error => fail('code' in error ? String(error.code) : error.message))
    asked.end(sent?.body)
  })
}
