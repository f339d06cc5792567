import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Fetch, Hello, Means, Sender } from '../../alert/sender.ts'
import type { Outbound } from '../../engine/outbound.ts'
import { generic } from '../../integrations/generic/generic.ts'
import { type Mapping, mappingIn } from '../../integrations/generic/mapping.ts'
import { readMapped } from '../../integrations/generic/read-mapped.ts'
import type { Integration } from '../../store/integrations.ts'
import { openSenderSettings } from '../../store/sender-settings.ts'
import { ApiError } from '../answer.ts'
import { senderOf } from '../dialects.ts'
import type { IntakeAnswer, IntakeCall } from '../intake.ts'
import { rawBody } from '../intake-body.ts'
import { headersOf } from './headers.ts'

interface Heard {
  sender: Pick<Sender, 'kind' | 'read'>
  body: unknown
  /** It was no alert, and this is said to it. */
  answer?: IntakeAnswer
}

/** Who speaks to the address of a key, and whether it is theirs where they sign. A hello is answered here. */
export async function hearSender(call: IntakeCall, integration: Integration): Promise<Heard> {
  const { raw, body } = await rawBody(call.request, bytes => call.place.grow(bytes))
  call.bodies.note(integration.id, body, raw.length, call.params[0] ?? '')
  const settings = integration.settings === null ? {} : openSenderSettings(integration, call.outside.secrets)
  const mapping = integration.kind === generic.kind ? mappingIn(settings) : undefined
  if (mapping) return { sender: await mappedBy(call, mapping, body), body }
  const headers = headersOf(call.request)
  const sender = senderOf(integration.kind, body, headers)
  const fetch = fetching(call.outside.outbound)
  if (sender.verify) {
    const sent = { raw, body, headers, at: call.desk.clock.at() }
    const problem = await sender.verify(sent, settings, { fetch, isHmac: hmacOf(raw) })
    if (problem) throw new ApiError(401, 'not-signed', problem.message, { path: problem.path })
  }
  const hello = sender.hello?.(body)
  return { sender, body, ...(hello && { answer: await greet(hello, fetch) }) }
}

/** A mapping that takes too long loses nothing: the sender is told to come again. */
async function mappedBy({ mappings }: IntakeCall, mapping: Mapping, body: unknown): Promise<Heard['sender']> {
  const answer = await mappings.run({ mapping, body: JSON.stringify(body) }).catch(() => undefined)
  if (!answer || ('wrong' in answer && answer.wrong === 'mapping'))
    throw new ApiError(503, 'not-mapped', answer ? answer.message : 'Too many mappings wait. Nothing was saved.', {
      path: 'mapping',
      retryAfterSeconds: 5,
    })
  if ('wrong' in answer)
    throw new ApiError(400, 'invalid', `The mapping's expression: ${answer.message}`, { path: answer.wrong })
  const given = JSON.parse(answer.alerts) as unknown[]
  return { kind: generic.kind, read: (_body, received) => readMapped(given, received) }
}

function hmacOf(raw: Uint8Array): Means['isHmac'] {
  return (given = '', { digest, key, as, text }) => {
    const right = createHmac(digest, key)
      .update(text ?? raw)
      .digest()
    const told = Buffer.from(given, as)
    return told.length === right.length && timingSafeEqual(told, right)
  }
}

async function greet(hello: Hello, fetch: Fetch): Promise<IntakeAnswer> {
  if ('problem' in hello) throw new ApiError(400, 'invalid', hello.problem.message, { path: hello.problem.path })
  await fetch(hello.confirm)
  return { status: 200, body: { confirmed: true } }
}

/** What cannot be fetched now is a 503 to the sender, who tries again. */
function fetching(outbound: Outbound): Fetch {
  return async url => {
    const request = { method: 'GET', url, timeoutMs: 5_000 } as const
    const answer = await outbound.send(request, new AbortController().signal).catch(() => undefined)
    if (answer?.status === 200) return answer.body
    const said = `${new URL(url).hostname} ${answer ? `answered ${answer.status}` : 'cannot be reached'}.`
    throw new ApiError(503, 'not-checked', `${said} Nothing was saved.`, { retryAfterSeconds: 5 })
  }
}
