import type { FastifyRequest } from 'fastify'
import { isPrivate } from '../engine/may-reach.ts'

/** Behind a proxy of our own the address is what that proxy was asked from. */
export function addressOf({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): string {
  const forwarded = headers['x-forwarded-for']
  return isPrivate(ip) && typeof forwarded === 'string' ? (forwarded.split(',').at(-1)?.trim() ?? ip) : ip
}
