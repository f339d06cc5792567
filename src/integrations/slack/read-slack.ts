import type { ChatHeard, Marked } from '../../steps/notify/chat-room.ts'
import { unescaped } from './blocks.ts'
import { textIn } from './call.ts'

type Body = Record<string, unknown>

/** What Slack told: it only looks whether we are there, or something that people did; undefined for all that is not for us. */
export type SlackHeard = { challenge: string } | { heard: ChatHeard } | undefined

/** A request as Slack sends it: events as JSON, buttons and lines as a form. */
export function readSlackRequest(text: string, contentType: string): SlackHeard {
  if (contentType.startsWith('application/json')) return readSlackEvent(objectIn(text))
  const form = new URLSearchParams(text)
  const payload = form.get('payload')
  if (payload !== null) return readSlackPress(objectIn(payload))
  return readSlackLine(Object.fromEntries(form))
}

/** `/fl …` */
export function readSlackLine(form: Body): SlackHeard {
  const { trigger_id: id, team_id: workspace, user_id: user, channel_id: place, text = '' } = form
  if (![id, workspace, user, place, text].every(isText)) return undefined
  return { heard: { what: 'line', ...textsOf({ id, workspace, user, place }), text: unescaped(textIn(text)) } }
}

/** A button was pressed. Its value is what we put there; Slack's signature says that it is. */
export function readSlackPress(payload: Body): SlackHeard {
  const { type, user, team, channel, trigger_id: id, actions } = payload as Record<string, Body | undefined>
  const [action] = (Array.isArray(actions) ? actions : []) as Body[]
  if ((type as unknown) !== 'block_actions' || !isText(action?.['value'])) return undefined
  const button = objectIn(action['value'])
  const { command, body, incident } = button
  const about = { id, workspace: team?.['id'], user: user?.['id'], place: channel?.['id'] }
  if (![...Object.values(about), command, incident].every(isText) || typeof body !== 'object' || !body) return undefined
  const asked = { ...textsOf({ command, incident }), body: body as Body }
  return { heard: { what: 'button', ...textsOf(about), button: asked } }
}

/** Something happened in a channel of ours. */
export function readSlackEvent(told: Body): SlackHeard {
  if (told['type'] === 'url_verification') return { challenge: textIn(told['challenge']).slice(0, 500) }
  const { event_id: id, team_id: workspace } = told
  const event = (told['event'] ?? {}) as Body
  const { type, user } = event
  if (![id, workspace, user].every(isText)) return undefined
  const about = textsOf({ id, workspace, user })
  if (type === 'message') return replyIn(event, about)
  return type === 'reaction_added' ? reactionIn(event, about) : undefined
}

type About = Pick<ChatHeard, 'id' | 'workspace' | 'user'>

/** Only what people answer in a thread: what is said beside it is theirs, until somebody pins it. */
function replyIn({ subtype, bot_id: bot, thread_ts: thread, ts, channel, text }: Body, about: About): SlackHeard {
  const isOrdinary = subtype === undefined || subtype === 'file_share' || subtype === 'thread_broadcast'
  if (!isOrdinary || bot !== undefined || !isText(thread) || thread === ts) return undefined
  if (!isText(ts) || !isText(channel) || !isText(text)) return undefined
  return {
    heard: { what: 'reply', ...about, place: channel, message: ts, text: unescaped(text) },
  }
}

const marks: Readonly<Record<string, Marked>> = {
  pushpin: 'remark',
  round_pushpin: 'remark',
  mag: 'statement',
  mag_right: 'statement',
  bulb: 'hypothesis',
}

function reactionIn({ reaction, item }: Body, about: About): SlackHeard {
  const { type, channel, ts } = (item ?? {}) as Body
  const as = Object.hasOwn(marks, textIn(reaction)) ? marks[textIn(reaction)] : undefined
  if (!as || type !== 'message' || !isText(channel) || !isText(ts)) return undefined
  return { heard: { what: 'reaction', ...about, place: channel, message: ts, as } }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 40_000

const textsOf = <K extends string>(of: Record<K, unknown>): Record<K, string> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, String(value).slice(0, 300)])) as Record<
    K,
    string
  >

function objectIn(text: string): Body {
  try {
    const read = JSON.parse(text) as unknown
    return typeof read === 'object' && read !== null ? (read as Body) : {}
  } catch {
    return {}
  }
}
