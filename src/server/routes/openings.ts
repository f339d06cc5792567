import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Principal } from '../../access/may.ts'
import { signedShape } from '../../api/opening-shapes.ts'
import { newId } from '../../engine/id.ts'
import { noAgent } from '../../hosts/opening-refusals.ts'
import {
  type AskedOpening,
  askedOpening,
  askOpening,
  openerOf,
  openersHere,
  openSigned,
  writeOpening,
} from '../../hosts/openings.ts'
import type { Refusal } from '../../incident/decision.ts'
import { ApiError, badField, created, notFound, refused } from '../answer.ts'
import { type Route, route } from '../route.ts'

const base64 = /^[\w+/]+={0,2}$/

/** A shell on a host, for a signature: what is to be signed, and what was. The server passes both on and decides neither. */
export function openingRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/incidents/:incident/openings',
      action: 'read',
      says: 'The hosts on which a shell can be opened for a signature: their own file allows it, and their agent is connected here.',
      run: async ({ desk }) => ({ hosts: [...new Set(openersHere(desk).map(({ host }) => host))].sort() }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/incidents/:incident/openings',
      action: 'type',
      says: 'What a person signs to open a shell on a host, or with `terminal` to type in one that is open: asked of the host itself, for one minute.',
      body: z.strictObject({
        host: z.string().trim().min(1).max(200),
        terminal: z.uuid().optional(),
      }),
      async run({ desk, tx, who, params, body }) {
        const person = needPerson(who)
        const { terminal } = body
        const opener = await openerOf(desk, tx, body)
        if (!opener) return noAgent(body.host)
        const place = { host: opener.host, agent: opener.id, incident: params.incident, person: person.id }
        const joins = terminal && { terminal, joins: true as const }
        return { id: newId(desk.clock.now()), terminal: randomUUID(), ...place, ...joins } satisfies AskedOpening
      },
      async afterwards({ desk }, wanted) {
        const asked = isRefusal(wanted) ? wanted : await askOpening(desk, wanted as AskedOpening)
        if (isRefusal(asked)) return refused(asked)
        const { agent: _, ...toSign } = asked
        return created({ opening: toSign })
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/incidents/:incident/openings/:opening/signature',
      action: 'type',
      says: 'What they signed, with the public half of the key that signs what they type. The host checks it against its own list, and opens or says why not.',
      body: z.strictObject({
        account: z.string().trim().min(1).max(100),
        sessionKey: z.string().max(500).regex(base64, 'A public key, SPKI, as base64.'),
        signed: signedShape,
      }),
      async run({ desk, tx, who, params, body }) {
        const asked = askedOpening(desk, params.opening, needPerson(who).id)
        if (asked?.incident !== params.incident) throw notFound('such opening: ask for one anew')
        if (!asked.accounts.some(({ account }) => account === body.account))
          throw badField('account', `${asked.host} lists no ${body.account}.`)
        return writeOpening(desk, tx, asked, body.account)
      },
      answersSecret: true,
      async afterwards({ desk, who, params, body }, answer) {
        const { ticket } = answer as { ticket: string }
        const opened = await openSigned(desk, params.opening, needPerson(who), { ...body, ticket })
        if (!opened) throw notFound('such opening: ask for one anew')
        return isRefusal(opened) ? refused(opened) : created(opened)
      },
    }),
  ]
}

function needPerson(who: Principal): Principal & { kind: 'person' } {
  if (who.kind === 'person') return { ...who, kind: 'person' }
  throw new ApiError(403, 'not-allowed', 'A person opens a shell, by a key of their own.')
}

const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'next' in answer
