import { z } from 'zod'
import { type CallMessage, type Channel, type Heard, readAnswer, type WireRequest } from '../../steps/notify/channel.ts'
import { cutTo } from '../../steps/notify/say.ts'

const server = z
  .url({ protocol: /^https?$/, message: 'An http or https URL.' })
  .max(500)
  .transform(url => url.replace(/\/+$/, ''))
  .meta({ title: 'Server', description: 'Where your ntfy app listens.', examples: ['https://ntfy.sh'] })

const settings = z.strictObject({
  server: server.default('https://ntfy.sh'),
  topic: z
    .string()
    .regex(/^[-_A-Za-z0-9]{1,64}$/, 'Letters, digits, - and _, at most 64.')
    .meta({ title: 'Topic', description: 'What your app subscribed to. Whoever knows it can read along.' }),
  token: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ title: 'Access token', description: 'Only for a server that asks for one.' }),
})

type Settings = z.infer<typeof settings>

/** A push to a phone by ntfy (docs.ntfy.sh/publish). Its buttons post a one-use token to a topic that only this server knows and listens to. */
export const ntfy: Channel<Settings> = {
  kind: 'ntfy',
  settings,
  secrets: ['token', 'topic'],
  deliver: async (message, to, { send, signal, ackTopic }) =>
    readAnswer(await send(ntfyRequest(message, to, ackTopic(to.server)), signal)),
}

/** What a phone opens to subscribe: the Android app by its own scheme, everything else in the browser (docs.ntfy.sh/subscribe/phone). */
export function ntfyLinks({ server, topic }: Pick<Settings, 'server' | 'topic'>): { app: string; web: string } {
  const { host, protocol, pathname } = new URL(server)
  const plain = protocol === 'http:' ? '?secure=false' : ''
  return { app: `ntfy://${host}${pathname.replace(/\/$/, '')}/${topic}${plain}`, web: `${server}/${topic}` }
}

/** ntfy makes a file of a message over 4,096 bytes; the ways on need some, and a sign may take three. */
const mostCharacters = 1_000

export function ntfyRequest(message: CallMessage, { server, topic, token }: Settings, ackTopic: string): WireRequest {
  const press = message.buttons.map(button => ({
    action: 'http',
    label: button.label,
    url: `${server}/${ackTopic}`,
    method: 'POST',
    body: button.token,
    clear: true,
  }))
  const isRepeat = message.repeat ? ['(This may be a repeat.)'] : []
  const body = {
    topic,
    title: cutTo(message.headline, 240),
    message: [cutTo([...isRepeat, ...message.lines].join('\n'), mostCharacters), '', ...message.ways].join('\n').trim(),
    priority: priorityOf(message),
    tags: [message.isTest ? 'bell' : 'fire'],
    click: message.link,
    actions: [...press, { action: 'view', label: 'Open', url: message.link }],
  }
  return {
    url: `${server}/`,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
    redact: [...(token ? [token] : []), topic, ackTopic],
  }
}

/** 3 is what comes in without a sound that wakes (docs.ntfy.sh/publish, message priority). */
function priorityOf({ severity, isQuiet }: CallMessage): number {
  if (isQuiet) return 3
  return severity === 'sev1' || severity === 'sev2' ? 5 : 4
}

/** The stream of the topic that buttons post to, from after the last message heard; the first time, from an hour ago. */
export function ntfyStream(
  server: string,
  ackTopic: string,
  since = '1h',
  token?: string,
): { url: string; headers: Record<string, string> } {
  return {
    url: `${server}/${ackTopic}/json?since=${encodeURIComponent(since)}`,
    headers: token ? { authorization: `Bearer ${token}` } : {},
  }
}

/** A line of that stream; keep-alives and what is not ours say nothing. */
export function readNtfyLine(line: string): Heard | undefined {
  try {
    const said = JSON.parse(line) as { event?: unknown; id?: unknown; message?: unknown }
    if (said.event !== 'message' || typeof said.message !== 'string' || typeof said.id !== 'string') return undefined
    return { token: said.message.trim(), place: said.id }
  } catch {
    return undefined
  }
}
