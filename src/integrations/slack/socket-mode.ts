import { WebSocket } from 'ws'
import type { Wire } from '../../steps/notify/channel.ts'
import type { ChatAnswer } from '../../steps/notify/chat-room.ts'
import { answerBody } from './blocks.ts'
import { call, textIn } from './call.ts'
import { readSlackEvent, readSlackLine, readSlackPress, type SlackHeard } from './read-slack.ts'
import type { SlackSettings } from './settings.ts'

type Body = Record<string, unknown>

/** What the other end of the connection is for. */
export interface SocketEnds {
  /** An address of this host that may be reached. */
  addressOf(host: string): Promise<string>
  /** Answers what is said back; throws when it was not kept, and Slack then tells it again. */
  hear(heard: SlackHeard): Promise<ChatAnswer | undefined>
}

/** Slack pings each few seconds; so long without a word and the connection is dead. */
const silenceMs = 60_000

/**
 * Socket Mode (docs.slack.dev, "Using Socket Mode"): a connection that we open, over which Slack brings what it would post
 * elsewhere. Listens once, until it ends or is cut; each envelope is acknowledged after it was kept.
 */
export async function listenToSlack(
  settings: Pick<SlackSettings, 'server'> & { appToken: string },
  wire: Wire,
  { addressOf, hear }: SocketEnds,
): Promise<void> {
  const opened = await call('apps.connections.open', {}, { server: settings.server, botToken: settings.appToken }, wire)
  if ('no' in opened) throw new Error(opened.no.answer)
  const url = new URL(textIn(opened.done['url']))
  const address = await addressOf(url.hostname.replace(/^\[|\]$/g, ''))
  const socket = new WebSocket(url, { lookup: pinnedTo(address), handshakeTimeout: 10_000, maxPayload: 1024 * 1024 })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const stop = () => socket.terminate()
  wire.signal.addEventListener('abort', stop, { once: true })
  let silence: NodeJS.Timeout | undefined
  const alive = () => {
    clearTimeout(silence)
    silence = setTimeout(stop, silenceMs).unref()
  }
  socket.on('open', alive).on('ping', alive)
  socket.on('message', (data: Buffer) => {
    alive()
    void answered(data.toString(), hear).then(
      answer => answer && socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(answer)),
      () => {},
    )
  })
  socket.on('close', () => resolve()).on('error', reject)
  await promise.finally(() => {
    clearTimeout(silence)
    wire.signal.removeEventListener('abort', stop)
  })
}

/** The name was looked up and may be reached: the connection goes to that very address. */
const pinnedTo = (address: string) => {
  const family = address.includes(':') ? 6 : 4
  return (_host: string, { all }: { all?: boolean }, done: (error: null, found: never, family?: number) => void) =>
    all ? done(null, [{ address, family }] as never) : done(null, address as never, family)
}

/** `hello` and `disconnect` ask for nothing: Slack closes by itself what it wants to be opened anew. */
async function answered(text: string, hear: SocketEnds['hear']): Promise<object | undefined> {
  const { type, envelope_id: id, payload, accepts_response_payload: takesAnswer } = JSON.parse(text) as Body
  if (typeof id !== 'string') return undefined
  const read = readBy[textIn(type)]
  const answer = await hear(read?.((payload ?? {}) as Body))
  if (!answer || takesAnswer !== true) return { envelope_id: id }
  return { envelope_id: id, payload: { response_type: 'ephemeral', ...answerBody(answer) } }
}

const readBy: Readonly<Record<string, (payload: Body) => SlackHeard>> = {
  slash_commands: readSlackLine,
  interactive: readSlackPress,
  events_api: readSlackEvent,
}
