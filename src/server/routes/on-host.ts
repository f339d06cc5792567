import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Desk } from '../../engine/desk.ts'
import { handle } from '../../engine/handle.ts'
import { type HostAgent, hostAgentsOf } from '../../hosts/host-agents.ts'
import { doOnHost, type Looks } from '../../hosts/on-host.ts'
import { signaturePath } from '../../runbook/signature-path.ts'
import type { Step } from '../../runbook/step.ts'
import type { RunbookStore } from '../../steps/consult/runbook-store.ts'
import { Answer, ApiError, badField, notFound, refused } from '../answer.ts'
import { type Call, type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

const name = z.string().min(1).max(100)
const time = z.iso.datetime()

/** What is asked is settled in the transaction, under its idempotency key; the host is asked after it, and nothing is held meanwhile. */
interface Settled {
  wish: string
  agent: string
  asks: Looks
  /** RFC 3339. */
  at: string
}

/** What the agent of a host does for an incident: look into a log, run a check, run a signed step. The host may say no to each. */
export function onHostRoutes(runbook: RunbookStore): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/incidents/:incident/hosts/:host/look',
      action: 'respond',
      says: 'A window of a log that the file on the host names, kept as evidence.',
      body: z.strictObject({ log: name, from: time, to: time }),
      async run({ desk, params, body }): Promise<Settled> {
        const agent = agentOf(desk, params.host, 1, 'look into logs')
        if (!agent.allows.logs?.includes(body.log)) throw badField('log', `${agent.host} names no such log.`)
        if (body.from > body.to) throw badField('to', 'It ends before it begins.')
        return settled(desk, agent, { type: 'look', ...body })
      },
      afterwards: askTheHost,
    }),
    route({
      method: 'POST',
      path: '/api/v1/incidents/:incident/hosts/:host/run-check',
      action: 'respond',
      says: 'Runs a check that the file on the host names: kept as evidence, and told with its exit code and digest.',
      body: z.strictObject({ check: name }),
      async run({ desk, params, body }): Promise<Settled> {
        const agent = agentOf(desk, params.host, 2, 'run checks')
        if (!agent.allows.checks.includes(body.check)) throw badField('check', `${agent.host} names no such check.`)
        return settled(desk, agent, { type: 'run-check', ...body })
      },
      afterwards: askTheHost,
    }),
    route({
      method: 'POST',
      path: '/api/v1/incidents/:incident/hosts/:host/run-step',
      action: 'change',
      says: 'Runs a step of a page that a reviewer of that host signed: kept as evidence, and told with its exit code and digest.',
      body: z.strictObject({ page: z.string().min(1).max(300), step: z.string().min(1).max(200) }),
      async run(call) {
        const { desk, tx, params, body } = call
        const agent = agentOf(desk, params.host, 3, 'run steps')
        const { id, step, signature } = await signedStep(runbook, body)
        const { code, language, kind, risk, touches, undo, verify } = step
        const where = { host: agent.host, page: id, step: step.name, code }
        const may = await handle(
          desk,
          tx,
          params.incident,
          call.ask({ ...where, kind, risk, touches, undo, verify }),
          'step-asked',
        )
        if ('code' in may) return refused(may)
        return settled(desk, agent, { type: 'run-step', page: id, step: step.name, language, code, signature })
      },
      afterwards: askTheHost,
    }),
  ]
}

const settled = (desk: Desk, agent: HostAgent, asks: Looks): Settled => ({
  wish: randomUUID(),
  agent: agent.id,
  asks,
  at: desk.clock.at(),
})

function agentOf(desk: Desk, host: string, level: number, what: string): HostAgent {
  const agent = hostAgentsOf(desk).of(host.toLowerCase(), level)[0]
  if (agent) return agent
  const less = hostAgentsOf(desk).of(host.toLowerCase(), 0)[0]
  if (!less) throw notFound(`agent of ${host} connected to this node`)
  throw new ApiError(
    403,
    'not-allowed',
    `The file on ${less.host} allows level ${less.allows.level}; to ${what} it says ${level}.`,
  )
}

async function signedStep(
  runbook: RunbookStore,
  asked: { page: string; step: string },
): Promise<{ id: string; step: Step; signature: string }> {
  const page = (await runbook.book()).page(asked.page.replace(/\.md$/i, ''))
  if (!page) throw notFound(`page ${asked.page}`)
  const step = page.steps.find(one => one.name === asked.step)
  if (!step) throw notFound(`step "${asked.step}" on this page`)
  const signature = await runbook.signature?.(signaturePath(page.id, step.name))
  if (!signature) throw badField('step', `Nobody signed it: fireline step sign ${page.path} "${step.name}" --key KEY`)
  return { id: page.id, step, signature }
}

type AskedOnHost = Omit<Call<{ incident: string; host: string }>, 'tx'>

async function askTheHost({ desk, who, params }: AskedOnHost, answer: unknown): Promise<unknown> {
  if (answer instanceof Answer && answer.status !== 200) return answer
  const settled = (answer instanceof Answer ? answer.body : answer) as Settled
  const came = await doOnHost(desk, { ...settled, incident: params.incident, by: actorOf(who) })
  if ('entries' in came) return came
  const status = came.no.code === 'no-answer' || came.no.code === 'no-agent' ? 503 : 422
  throw new ApiError(status, came.no.code, came.no.message)
}
