import { createPublicKey } from 'node:crypto'
import { z } from 'zod'
import { isId, newId } from '../../engine/id.ts'
import { hostAgentsOf } from '../../hosts/host-agents.ts'
import { addAgentCode, enrolAgent, listAgents, revokeAgent } from '../../store/agents.ts'
import { newSecret } from '../../store/tokens.ts'
import { addressOf } from '../address-of.ts'
import { badField, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'
import { slowDown } from '../slow-down.ts'

const validMs = 10 * 60_000
const mostTriesAMinute = 20

const host = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i, 'A host name: letters, digits, dots and dashes, at most 253.')
  .transform(name => name.toLowerCase())

/** The agents of hosts: a code enrols one, once; what it may do stands in a file on its host and nowhere here. */
export function agentRoutes(): Route[] {
  const slow = slowDown()
  return [
    route({
      method: 'POST',
      path: '/api/v1/agents',
      action: 'settings:write',
      says: 'A code that enrols the agent of this host, once, within ten minutes: `fireline agent enrol CODE`, on the host.',
      body: z.strictObject({ host }),
      answersSecret: true,
      async run({ desk, tx, who, body }) {
        const code = newSecret('fl_enrol')
        const at = desk.clock.now()
        await addAgentCode(tx, { code, host: body.host, by: actorOf(who).name, at, validMs })
        return { host: body.host, code, expiresAt: new Date(at.getTime() + validMs).toISOString() }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/agents',
      action: 'settings:read',
      says: 'The agents of hosts: what their hosts allow them, when they were seen last, and which were revoked.',
      async run({ sql, desk }) {
        const here = hostAgentsOf(desk)
        return { agents: (await listAgents(sql)).map(agent => ({ ...agent, connected: Boolean(here.get(agent.id)) })) }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/agents/enrol',
      action: 'public',
      says: 'An agent enrols itself by its code, and gives the public half of the key that it will be known by.',
      bodyLimit: 4 * 1024,
      body: z.strictObject({
        code: z.string().min(1).max(200),
        publicKey: z.string().min(1).max(200).refine(isEd25519, 'The public half of an Ed25519 key, SPKI, base64.'),
      }),
      async run({ desk, tx, request, body }) {
        slow(desk, addressOf(request), mostTriesAMinute)
        const agent = newId(desk.clock.now())
        const enrolled = await enrolAgent(tx, { id: agent, ...body, at: desk.clock.now() })
        if (!enrolled) throw badField('code', 'This code is not known, was used, or its ten minutes are over.')
        return { agent, host: enrolled.host }
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/agents/:agent',
      action: 'settings:write',
      says: 'Revokes an agent: its line ends within a second, and its key opens nothing any more.',
      async run({ desk, tx, who, params }) {
        const revoked = { id: params.agent, by: actorOf(who).name, at: desk.clock.now() }
        if (!isId(params.agent) || !(await revokeAgent(tx, revoked))) throw notFound(`agent ${params.agent}`)
        return {}
      },
      async afterwards({ desk, params }, answer) {
        hostAgentsOf(desk).get(params.agent)?.end('revoked')
        return answer
      },
    }),
  ]
}

function isEd25519(text: string): boolean {
  try {
    return (
      createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' }).asymmetricKeyType === 'ed25519'
    )
  } catch {
    return false
  }
}
