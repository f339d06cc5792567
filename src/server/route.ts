import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Action, Principal } from '../access/may.ts'
import type { Desk } from '../engine/desk.ts'
import type { RoomCopy } from '../hosts/room-feed.ts'
import type { Ask } from '../incident/decision.ts'
import type { Sql, Tx } from '../store/db.ts'

/** One request, recognised, allowed and checked. */
export interface Call<Params = Record<string, string>, Query = unknown, Body = unknown> {
  desk: Desk
  who: Principal
  params: Params
  query: Query
  body: Body
  /** Reads of a GET; in a write the same as `tx`. */
  sql: Sql
  /** The one transaction of a write, with its idempotency key. A GET has none and must not ask for it. */
  tx: Tx
  /** An ask of this caller, now. */
  ask<B>(body: B): Ask<B>
  request: FastifyRequest
  reply: FastifyReply
}

/** A read that the database cannot answer, and the node's own copy of the incident it asks for. */
export interface AwayCall<Query = unknown> {
  desk: Desk
  who: Principal
  query: Query
  copy?: RoomCopy
  request: FastifyRequest
  reply: FastifyReply
}

/**
 * One route: what it is for, who may, what it takes, and what it does. The same object is walked by the permission test,
 * written into OpenAPI and served. `path` in Fastify's form; a `:incident` parameter takes `INC-12` as well and arrives as the id.
 */
export interface Route<P extends string = string, Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: P
  /** Who may: a row of access/may.ts. */
  action: Action
  says: string
  query?: Q
  body?: B
  /** Its answer is shown once: what is kept of it for a repeated request is sealed. */
  answersSecret?: true
  /** It answers while the database does not. */
  withoutDatabase?: true
  /** Bytes; 512 KB unless told. */
  bodyLimit?: number
  /** Of a GET: what it answers of what this node knows while the database does not answer; undefined when that is nothing. */
  fromCopy?(call: AwayCall<z.infer<Q>>): unknown
  run(call: Call<ParamsOf<P>, z.infer<Q>, z.infer<B>>): Promise<unknown>
  /** After the commit of a write: may wait for what was set off, and answers in place of `run`'s answer. */
  afterwards?(call: Omit<Call<ParamsOf<P>, z.infer<Q>, z.infer<B>>, 'tx'>, answer: unknown): Promise<unknown>
}

export type ParamsOf<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Record<Name, string> & ParamsOf<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Record<Name, string>
    : Record<never, string>

export function route<P extends string, Q extends z.ZodType, B extends z.ZodType>(spec: Route<P, Q, B>): Route {
  return spec
}
