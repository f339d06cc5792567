import { createReadStream, existsSync } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Desk } from '../../engine/desk.ts'
import { Answer, ApiError, notFound } from '../answer.ts'
import { addressFor, eyesFile, type HandedOut, handedOut, nodeBinary } from '../handed-out.ts'
import { type Route, route } from '../route.ts'
import { slowDown } from '../slow-down.ts'

const mostNodesAtOnce = 2

/** The command line for a colleague without a checkout. Nothing in it is secret; `publicUrl` is what FIRELINE_URL says. */
export function cliFileRoutes(publicUrl: string | undefined): Route[] {
  const slow = slowDown()
  const built = handedOut()
  const forWho = (desk: Desk, request: FastifyRequest): HandedOut => {
    slow(desk, request.ip, 120)
    const one = built(addressFor(publicUrl, request.headers.host, request.protocol === 'https'))
    if (!one) throw new ApiError(503, 'not-built', 'The command line is not built. `npm start` builds it.')
    return one
  }
  return [
    route({
      method: 'GET',
      path: '/cli',
      action: 'public',
      says: 'The command line in one executable file, for linux and mac.',
      async run({ desk, request, reply }) {
        const one = forWho(desk, request)
        if (asHeld(request, reply, one)) return new Answer(304, undefined)
        reply.type('application/x-sh; charset=utf-8')
        return one.file
      },
    }),
    route({
      method: 'GET',
      path: '/cli.sha256',
      action: 'public',
      says: 'Its checksum, as `sha256sum -c` and `shasum -a 256 -c` read it.',
      async run({ desk, request, reply }) {
        const { sha256 } = forWho(desk, request)
        reply.type('text/plain; charset=utf-8').header('vary', 'host')
        return `${sha256}  fireline\n`
      },
    }),
    route({
      method: 'GET',
      path: '/cli/about',
      action: 'public',
      says: 'What the file is, which server it speaks to, and what it needs.',
      run: async ({ desk, request }) => about(forWho(desk, request)),
    }),
    route({
      method: 'GET',
      path: '/cli/install-line',
      action: 'public',
      says: 'The one line that brings it to a machine.',
      async run({ desk, request, reply }) {
        reply.type('text/plain; charset=utf-8').header('vary', 'host')
        return `${installLine(forWho(desk, request).url)}\n`
      },
    }),
    nodeRoute(),
    route({
      method: 'GET',
      path: '/cli/eyes',
      action: 'public',
      says: 'The eyes, an agent of level 1 in one executable file: it can read the logs that the file on its host names, and start nothing.',
      async run({ desk, request, reply }) {
        slow(desk, request.ip, 120)
        const eyes = eyesFile()
        if (!eyes) throw new ApiError(503, 'not-built', 'The eyes are not built. `npm start` builds them.')
        reply
          .type('application/x-sh; charset=utf-8')
          .header('content-disposition', 'attachment; filename="fireline-eyes.cjs"')
        return eyes
      },
    }),
  ]
}

const installLine = (url: string): string => `curl -fsSL ${url}/cli -o fireline && chmod +x fireline`

function about({ url, version, sha256, file, terminals, nodeDigest }: HandedOut) {
  const node = nodeDigest && { url: `${url}/cli/node-linux-x64.gz`, sha256: nodeDigest }
  const get = installLine(url)
  return { version, url, sha256, bytes: file.length, needs: { node: '>=20.19' }, terminals, get, ...(node && { node }) }
}

/** Says what it is; true when the asker has the same already. */
function asHeld(request: FastifyRequest, reply: FastifyReply, { sha256 }: HandedOut): boolean {
  const etag = `"${sha256}"`
  reply.headers({
    etag,
    vary: 'host',
    'cache-control': 'no-cache',
    'content-disposition': 'attachment; filename="fireline"',
    'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    'x-content-type-options': 'nosniff',
    'x-checksum-sha256': sha256,
  })
  return request.headers['if-none-match'] === etag
}

/** Packed while it goes out: at night nobody waits for a disk, and few machines ask. */
function nodeRoute(): Route {
  let going = 0
  return route({
    method: 'GET',
    path: '/cli/node-linux-x64.gz',
    action: 'public',
    says: 'Node for a linux-x64 machine that has none; its checksum is in the file that asks for it.',
    async run({ request, reply }) {
      if (!existsSync(nodeBinary())) throw notFound('Node to hand out on this server')
      reply.headers({ 'content-type': 'application/gzip', 'cache-control': 'public, max-age=3600' })
      if (request.method === 'HEAD') return ''
      if (going >= mostNodesAtOnce)
        throw new ApiError(503, 'slow-down', 'Others are fetching it. Try again in a minute.', {
          retryAfterSeconds: 60,
        })
      going++
      return pipeline(createReadStream(nodeBinary()), createGzip({ level: 3 }), () => void going--)
    },
  })
}
