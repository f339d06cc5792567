import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Ledger } from './ledger.ts'

/** `lost`: it is done, and the connection breaks before the answer; `silent`: it is done, and no answer ever comes. `error`: 200 with `ok: false`, as Slack says no. */
export type SlackMisbehaviour =
  | { status: number; headers?: Record<string, string>; body?: string }
  | { error: string }
  | 'hang'
  | 'reset'
  | 'lost'
  | 'silent'

export interface SlackButton {
  text: { text: string }
  value: string
}

export interface SlackMessage {
  ts: string
  user: string
  text: string
  blocks: { type: string; elements: unknown[] }[]
  metadata?: { event_type: string; event_payload: { mark: string } }
  thread_ts?: string
}

interface Channel {
  id: string
  name: string
  creator: string
  topic: string
  members: string[]
  messages: SlackMessage[]
}

export interface SlackFake {
  url: string
  botToken: string
  signingSecret: string
  appToken: string
  channels: Channel[]
  /** Answers to come, by method or for any (`*`), first first; then it behaves. */
  misbehave: Record<string, SlackMisbehaviour[]>
  channel(start: string): Channel
  /** What people do, told to Fireline over its signed door; `as` is the workspace. */
  line(user: string, place: string, text: string): Promise<{ status: number; body: SlackAnswer }>
  press(user: string, place: string, value: string): Promise<number>
  says(user: string, place: string, text: string, thread?: string): Promise<{ status: number; ts: string }>
  reacts(user: string, place: string, ts: string, reaction: string): Promise<number>
  /** A request as it is, signed unless its headers say otherwise. */
  request(text: string, headers: Record<string, string>): Promise<Response>
  /** Over the open sockets instead; answers the payload that came back with the acknowledgement. */
  overSocket(type: string, payload: object): Promise<{ payload?: SlackAnswer }>
  sockets(): number
  cut(): void
  stop(): Promise<void>
}

export interface SlackAnswer {
  response_type?: string
  text: string
  blocks: SlackMessage['blocks']
}

const me = 'UFIRELINE'
export const team = 'T1'

/** Slack's Web API, its signed requests and Socket Mode, as far as Fireline speaks them. It says no as Slack does. */
export async function startSlack(ledger: Ledger, fireline: () => string): Promise<SlackFake> {
  const channels: Channel[] = []
  const misbehave: SlackFake['misbehave'] = {}
  const open = new Set<WebSocket>()
  const waiting = new Map<string, (answer: { payload?: SlackAnswer }) => void>()
  const [botToken, appToken, signingSecret] = [
    'xoxb-of-the-tests-0123456789',
    'xapp-of-the-tests-0123456789',
    'ab'.repeat(16),
  ]
  let n = 0
  const nextTs = () => `1700000000.${String(++n).padStart(6, '0')}`
  const byId = (id: string | undefined) => channels.find(one => one.id === id)
  const post = (channel: Channel, user: string, form: Record<string, string>): SlackMessage => {
    const message: SlackMessage = {
      ts: nextTs(),
      user,
      text: form['text'] ?? '',
      blocks: JSON.parse(form['blocks'] ?? '[]') as SlackMessage['blocks'],
      ...(form['metadata'] && { metadata: JSON.parse(form['metadata']) as SlackMessage['metadata'] }),
      ...(form['thread_ts'] && { thread_ts: form['thread_ts'] }),
    }
    channel.messages.push(message)
    return message
  }
  const write = (to: string, what: string, body: string) => ledger.write({ over: 'http', to, what, body, headers: {} })

  const methods: Record<string, (form: Record<string, string>) => object> = {
    'auth.test': () => ({ team_id: team, team: 'Shop', user_id: me }),
    'conversations.create': ({ name = '' }) => {
      if (!/^[a-z0-9_-]{1,80}$/.test(name)) return no('invalid_name')
      if (channels.some(one => one.name === name)) return no('name_taken')
      const channel = { id: `C${channels.length + 1}`, name, creator: me, topic: '', members: [me], messages: [] }
      channels.push(channel)
      return { channel: { id: channel.id, name } }
    },
    'conversations.list': () => ({ channels: channels.map(({ id, name, creator }) => ({ id, name, creator })) }),
    'conversations.setTopic': ({ channel, topic = '' }) => {
      const found = byId(channel)
      if (!found) return no('channel_not_found')
      found.topic = topic
      return {}
    },
    'conversations.invite': ({ channel, users = '' }) => {
      const found = byId(channel)
      if (!found) return no('channel_not_found')
      found.members.push(...users.split(','))
      return {}
    },
    'conversations.history': ({ channel }) => ({ messages: byId(channel)?.messages.toReversed() ?? [] }),
    'conversations.replies': ({ channel, ts }) => ({
      messages: byId(channel)?.messages.filter(one => one.ts === ts) ?? [],
    }),
    'chat.postMessage': form => {
      const found = byId(form['channel'])
      if (!found) return no('channel_not_found')
      const { ts, text } = post(found, me, form)
      write(`#${found.name}`, 'message', text)
      return { ts }
    },
    'chat.update': form => {
      const message = byId(form['channel'])?.messages.find(one => one.ts === form['ts'])
      if (!message) return no('message_not_found')
      message.text = form['text'] ?? ''
      message.blocks = JSON.parse(form['blocks'] ?? '[]') as SlackMessage['blocks']
      return { ts: message.ts }
    },
    'chat.postEphemeral': ({ channel, user = '', text = '' }) => {
      if (!byId(channel)) return no('channel_not_found')
      write(user, 'whisper', text)
      return { message_ts: nextTs() }
    },
    'users.info': ({ user = '' }) => ({ user: { id: user, real_name: `${user} of the shop` } }),
    'apps.connections.open': () => ({ url: `${url.replace('http', 'ws')}/socket` }),
  }

  function answer(request: IncomingMessage, response: ServerResponse, text: string): void {
    const method = (request.url ?? '').replace(/^\/api\//, '')
    const serve = methods[method]
    const right = method === 'apps.connections.open' ? appToken : botToken
    const say = (body: object) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, ...body }))
    }
    if (!serve) return say(no('unknown_method'))
    if (request.headers.authorization !== `Bearer ${right}`) return say(no('invalid_auth'))
    const form = Object.fromEntries(new URLSearchParams(text))
    const fault = misbehave[method]?.shift() ?? misbehave['*']?.shift()
    if (fault === 'hang') return
    if (fault === 'reset') return void request.socket.destroy()
    if (fault === 'lost' || fault === 'silent') {
      serve(form)
      return fault === 'lost' ? void request.socket.destroy() : undefined
    }
    if (fault && 'error' in fault) return say(no(fault.error))
    if (fault) return void response.writeHead(fault.status, fault.headers).end(fault.body ?? 'no')
    say(serve(form))
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()))
  })
  const sockets = new WebSocketServer({ server, path: '/socket' })
  sockets.on('connection', socket => {
    open.add(socket)
    socket.send(JSON.stringify({ type: 'hello' }))
    socket.on('close', () => open.delete(socket))
    socket.on('message', (data: Buffer) => {
      const { envelope_id: id, payload } = JSON.parse(data.toString()) as { envelope_id: string; payload?: SlackAnswer }
      waiting.get(id)?.({ payload })
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const signed = (text: string): Record<string, string> => {
    const time = String(Math.floor(Date.now() / 1_000))
    const mac = createHmac('sha256', signingSecret).update(`v0:${time}:${text}`).digest('hex')
    return { 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${mac}` }
  }
  const request = (text: string, headers: Record<string, string>) =>
    fetch(`${fireline()}/chat/slack`, { method: 'POST', body: text, headers: { ...signed(text), ...headers } })
  const form = (fields: Record<string, string>) =>
    request(new URLSearchParams(fields).toString(), { 'content-type': 'application/x-www-form-urlencoded' })
  const event = (id: string, body: object) =>
    request(JSON.stringify({ type: 'event_callback', team_id: team, event_id: id, event: body }), {
      'content-type': 'application/json',
    })

  return {
    url: `${url}/api`,
    botToken,
    signingSecret,
    appToken,
    channels,
    misbehave,
    channel(start) {
      const found = channels.find(one => one.name.startsWith(start))
      if (!found) throw new Error(`there is no channel ${start}`)
      return found
    },
    async line(user, place, text) {
      const about = { command: '/fl', team_id: team, channel_id: place, user_id: user, text, trigger_id: `t${++n}` }
      const response = await form(about)
      return { status: response.status, body: (await response.json().catch(() => ({}))) as SlackAnswer }
    },
    press: async (user, place, value) =>
      (await form({ payload: JSON.stringify(pressOf(user, place, value, ++n)) })).status,
    async says(user, place, text, thread) {
      const channel = byId(place)
      if (!channel) throw new Error(`there is no channel ${place}`)
      const { ts } = post(channel, user, { text, ...(thread && { thread_ts: thread }) })
      const said = { type: 'message', channel: place, user, text, ts, ...(thread && { thread_ts: thread }) }
      return { status: (await event(`E${ts}`, said)).status, ts }
    },
    async reacts(user, place, ts, reaction) {
      const item = { type: 'message', channel: place, ts }
      return (await event(`E${++n}`, { type: 'reaction_added', user, reaction, item })).status
    },
    request,
    overSocket(type, payload) {
      const id = `envelope-${++n}`
      const [socket] = open
      if (!socket) throw new Error('no socket is open')
      return new Promise(resolve => {
        waiting.set(id, resolve)
        socket.send(
          JSON.stringify({ type, envelope_id: id, payload, accepts_response_payload: type === 'slash_commands' }),
        )
      })
    },
    sockets: () => open.size,
    cut() {
      for (const socket of open) socket.terminate()
      open.clear()
    },
    stop: async () => {
      for (const socket of open) socket.terminate()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const no = (error: string) => ({ ok: false, error })

export const pressOf = (user: string, place: string, value: string, n: number) => ({
  type: 'block_actions',
  team: { id: team },
  user: { id: user },
  channel: { id: place },
  trigger_id: `p${n}`,
  actions: [{ action_id: 'fl-0', value }],
})

/** The buttons of a message or an answer. */
export const buttonsIn = ({ blocks }: Pick<SlackMessage, 'blocks'>): SlackButton[] =>
  blocks.filter(one => one.type === 'actions').flatMap(one => one.elements as SlackButton[])
