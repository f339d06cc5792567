import type { Wire } from '../../steps/notify/channel.ts'
import type { ChatRoom, Done } from '../../steps/notify/chat-room.ts'
import { answerBody, messageBody, unescaped } from './blocks.ts'
import { call, codeIn, textIn } from './call.ts'
import { type SlackSettings, slackSettings } from './settings.ts'

type Body = Record<string, unknown>

/** A channel of Slack for each incident, by its Web API. What people do there comes by signed requests or Socket Mode. */
export const slack: ChatRoom<SlackSettings> = {
  kind: 'slack',
  title: 'Slack',
  settings: slackSettings,
  secrets: ['botToken', 'signingSecret', 'appToken'],

  async who(settings, wire) {
    return onDone(await call('auth.test', {}, settings, wire), ({ team_id: id, team, user_id: user }) => ({
      id: textIn(id),
      name: textIn(team),
      user: textIn(user),
    }))
  },

  async open({ name, about }, settings, wire) {
    const made = await created(name, settings, wire)
    if ('no' in made) return made
    // A channel without its topic is a channel all the same.
    await call('conversations.setTopic', { channel: made.done.place, topic: about.slice(0, 250) }, settings, wire)
    return made
  },

  async post(channel, message, settings, wire) {
    return tsOf(await call('chat.postMessage', { channel, ...messageBody(message) }, settings, wire))
  },

  async change(channel, ts, message, settings, wire) {
    return tsOf(await call('chat.update', { channel, ts, ...messageBody(message) }, settings, wire))
  },

  async standing(channel, settings, wire) {
    const body = { channel, limit: 100, include_all_metadata: true }
    return onDone(await call('conversations.history', body, settings, wire), ({ messages }) => marksOf(messages))
  },

  async bring(channel, users, settings, wire) {
    const done = await call('conversations.invite', { channel, users: users.join(','), force: true }, settings, wire)
    // Who is there already or cannot come, and an app that may bring nobody in, hold up nothing.
    const isLater = 'no' in done && done.no.outcome === 'retry' && codeIn(done.no) !== 'missing_scope'
    return isLater ? done : { done: true }
  },

  async said(channel, ts, settings, wire) {
    const body = { channel, ts, latest: ts, oldest: ts, inclusive: true, limit: 1 }
    return onDone(await call('conversations.replies', body, settings, wire), ({ messages }) => {
      const found = listOf(messages).find(one => one['ts'] === ts)
      return { user: textIn(found?.['user']), text: unescaped(textIn(found?.['text'])) }
    })
  },

  async nameOf(user, settings, wire) {
    return onDone(await call('users.info', { user }, settings, wire), ({ user: found }) => {
      const { real_name: name, name: short } = (found ?? {}) as Body
      return (textIn(name) || textIn(short) || user).slice(0, 100)
    })
  },

  async whisper({ place, user }, answer, settings, wire) {
    return onDone(
      await call('chat.postEphemeral', { channel: place, user, ...answerBody(answer) }, settings, wire),
      ({ message_ts: ts }) => textIn(ts),
    )
  },
}

const onDone = <T>(done: Done<Body>, read: (body: Body) => T): Done<T> =>
  'no' in done ? done : { done: read(done.done) }

const tsOf = (done: Done<Body>): Done<string> => onDone(done, ({ ts }) => textIn(ts))

const listOf = (value: unknown): Body[] => (Array.isArray(value) ? (value as Body[]) : [])

function marksOf(messages: unknown): ReadonlyMap<string, string> {
  return new Map(
    listOf(messages).flatMap(({ ts, metadata }) => {
      const { event_type: type, event_payload: payload } = (metadata ?? {}) as {
        event_type?: string
        event_payload?: Body
      }
      return type === 'fireline_message' ? [[textIn(payload?.['mark']), textIn(ts)] as const] : []
    }),
  )
}

const mostNames = 5

/** A name that is taken is ours, when a crash came between making it and noting it; else the next number is free. */
async function created(
  name: string,
  settings: SlackSettings,
  wire: Wire,
): Promise<Done<{ place: string; name: string }>> {
  for (let n = 1; n <= mostNames; n++) {
    const wanted = n === 1 ? name : `${name}-${n}`
    const made = await call('conversations.create', { name: wanted }, settings, wire)
    if ('done' in made) return { done: placeOf(made.done['channel'] as Body) }
    if (codeIn(made.no) !== 'name_taken') return made
    const ours = await madeBefore(wanted, settings, wire)
    if ('no' in ours || ours.done) return ours as Done<{ place: string; name: string }>
  }
  return { no: { outcome: 'failed', answer: `conversations.create: ${name} and what follows it are taken` } }
}

const placeOf = ({ id, name }: Body) => ({ place: textIn(id), name: textIn(name) })

const mostPages = 20

/** Our own channel of this name, if its creator is us and nothing was told in it as another incident's. */
async function madeBefore(
  name: string,
  settings: SlackSettings,
  wire: Wire,
): Promise<Done<{ place: string; name: string } | undefined>> {
  const me = await slack.who(settings, wire)
  if ('no' in me) return me
  let cursor = ''
  for (let page = 0; page < mostPages; page++) {
    const body = { limit: 200, exclude_archived: true, types: 'public_channel', ...(cursor && { cursor }) }
    const list = await call('conversations.list', body, settings, wire)
    if ('no' in list) return list
    const found = listOf(list.done['channels']).find(one => one['name'] === name)
    if (found) return { done: found['creator'] === me.done.user ? placeOf(found) : undefined }
    cursor = textIn((list.done['response_metadata'] as Body | undefined)?.['next_cursor'])
    if (cursor === '') break
  }
  return { done: undefined }
}
