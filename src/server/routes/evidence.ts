import { isUtf8 } from 'node:buffer'
import type { FastifyReply } from 'fastify'
import { isId } from '../../engine/id.ts'
import { getBlob } from '../../store/blobs.ts'
import { evidenceNamed } from '../../store/evidence.ts'
import { notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'

const content = route({
  method: 'GET',
  path: '/api/v1/evidence/:id/content',
  action: 'read',
  says: 'All of one piece of evidence, as it was kept.',
  async run({ sql, params, reply }) {
    const evidence = isId(params.id) ? await evidenceNamed(sql, params.id) : undefined
    const bytes = evidence && (await getBlob(sql, evidence.digest))
    if (!evidence || !bytes) throw notFound(`evidence ${params.id}`)
    return asDownload(reply, bytes, `${evidence.ref}.txt`)
  },
})

const blob = route({
  method: 'GET',
  path: '/api/v1/blobs/:digest',
  action: 'read',
  says: 'Bytes by their sha256.',
  async run({ sql, params, reply }) {
    const bytes = /^[0-9a-f]{64}$/.test(params.digest) ? await getBlob(sql, params.digest) : undefined
    if (!bytes) throw notFound(`blob ${params.digest}`)
    return asDownload(reply, bytes, params.digest)
  },
})

/** Somebody else's bytes are never a page of ours: plain text or bytes, to be saved. */
function asDownload(reply: FastifyReply, bytes: Buffer, name: string): Buffer {
  const isText = isUtf8(bytes) && !bytes.includes(0)
  reply.headers({
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/octet-stream',
    'content-disposition': `attachment; filename="${name}"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  return bytes
}

export function evidenceRoutes(): Route[] {
  return [content, blob]
}
