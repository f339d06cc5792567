import { hash, verify } from '@node-rs/argon2'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Desk } from '../../engine/desk.ts'
import type { Tx } from '../../store/db.ts'
import { addPerson, addSession, endSession, inviteOf, useInvite } from '../../store/people.ts'
import { tokenHolder } from '../../store/tokens.ts'
import { ApiError, badField } from '../answer.ts'
import { cookieName } from '../authenticate.ts'
import { type Route, route } from '../route.ts'
import { slowDown } from '../slow-down.ts'
import { personBody } from './people.ts'

const password = z.string().min(8, 'A password has at least 8 characters; a sentence is best.').max(1_000)

const byPassword = z.strictObject({ email: z.email().max(254), password: z.string().min(1).max(1_000) })
const byToken = z.strictObject({ token: z.string().min(1).max(500) })
const byInvite = z.strictObject({
  invite: z.string().min(1).max(200),
  name: personBody.shape.name,
  email: personBody.shape.email,
  password: password.optional(),
})

/** 19 MiB, 2 rounds: OWASP's smallest advised Argon2id. */
const argon = { memoryCost: 19_456, timeCost: 2 }

export function sessionRoutes(url: () => string): Route[] {
  const slow = slowDown()
  return [
    route({
      method: 'POST',
      path: '/api/v1/session',
      action: 'public',
      says: 'Sign in: by an invite or the set-up link, by mail address and password, or with an API token.',
      body: z.union([byPassword, byToken, byInvite]),
      async run({ tx, desk, body, request, reply }) {
        slow(desk, request.ip, 20)
        if ('email' in body && !('invite' in body)) slow(desk, `mail:${body.email}`, 5)
        const person = await personFor(tx, desk, body)
        const { secret, expiresAt } = await addSession(tx, person, desk.clock.now())
        setCookie(reply, url(), secret, expiresAt)
        return { person }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/invite',
      action: 'public',
      says: 'What a one-use link is for: the role, and who asks them in. Its secret stands in the header x-invite, which no log keeps.',
      async run({ sql, desk, request }) {
        slow(desk, `invite:${request.ip}`, 20)
        const secret = request.headers['x-invite']
        const invite = typeof secret === 'string' ? await inviteOf(sql, secret, desk.clock.now()) : undefined
        if (!invite) throw inviteOver
        return invite
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/session',
      action: 'public',
      says: 'Sign out.',
      async run({ tx, desk, request, reply }) {
        const secret = request.cookies[cookieName(url())]
        if (secret) await endSession(tx, secret, desk.clock.now())
        setCookie(reply, url(), '', new Date(0))
        return {}
      },
    }),
  ]
}

type SignIn = z.infer<typeof byPassword> | z.infer<typeof byToken> | z.infer<typeof byInvite>

async function personFor(tx: Tx, desk: Desk, body: SignIn): Promise<string> {
  if ('invite' in body) return joinBy(tx, desk, body)
  if ('token' in body) {
    const who = await tokenHolder(tx, body.token, desk.clock.now())
    if (who?.kind !== 'person') throw wrong
    return who.id
  }
  const { rows } = await tx.query<{ id: string; password: string | null }>(
    `select id, password from person where lower(email) = lower($1) and disabled_at is null and kind = 'person'`,
    [body.email],
  )
  const stored = rows[0]?.password ?? (await nobodysHash)
  if (!(await verify(stored, body.password)) || !rows[0]?.password) throw wrong
  return rows[0].id
}

const wrong = new ApiError(401, 'wrong-sign-in', 'Mail address and password do not belong together.')

/** Checked when there is no such person, so that an unknown address takes as long as a wrong password. */
const nobodysHash = hash('nobody has this password', argon)

const inviteOver = new ApiError(410, 'invite-over', 'This link was used already, or it is over. Ask for a new one.')

async function joinBy(tx: Tx, desk: Desk, body: z.infer<typeof byInvite>): Promise<string> {
  const invite = await useInvite(tx, body.invite, desk.clock.now())
  if (!invite) throw inviteOver
  const hashed = body.password && (await hash(body.password, argon))
  const person = await addPerson(
    tx,
    { name: body.name, email: body.email, role: invite.role, password: hashed },
    desk.clock.now(),
  )
  if (!person) throw badField('email', 'Somebody has this address already: sign in instead.')
  return person.id
}

function setCookie(reply: FastifyReply, url: string, secret: string, expires: Date): void {
  const secure = url.startsWith('https:')
  reply.setCookie(cookieName(url), secret, { path: '/', httpOnly: true, sameSite: 'lax', secure, expires })
}
