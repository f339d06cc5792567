import { z } from 'zod'
import {
  type CallMessage,
  type Channel,
  type Delivery,
  type Heard,
  readAnswer,
  type WireAnswer,
  type WireRequest,
} from '../../steps/notify/channel.ts'
import { cutTo } from '../../steps/notify/say.ts'

const settings = z.strictObject({
  botToken: z
    .string()
    .regex(/^\d{1,20}:[-_A-Za-z0-9]{10,100}$/, 'The token of a bot, as BotFather gives it.')
    .meta({ title: 'Token of the bot', description: 'As BotFather gives it when you make one.' }),
  chatId: z
    .string()
    .regex(/^(-?\d{1,20}|@\w{1,64})$/, 'The number of a chat, or @channel.')
    .meta({
      title: 'Chat',
      description: 'The number of your chat with the bot, or @channel.',
      examples: ['123456789'],
    }),
  server: z
    .url({ protocol: /^https?$/, message: 'An http or https URL.' })
    .max(500)
    .transform(url => url.replace(/\/+$/, ''))
    .default('https://api.telegram.org')
    .meta({ title: 'Server', description: 'Another one only for a bot server of your own.' }),
})

type Settings = z.infer<typeof settings>
type Bot = Pick<Settings, 'botToken' | 'server'>

/** A message of a Telegram bot (core.telegram.org/bots/api); its buttons come back by long polling, so nothing has to reach us. */
export const telegram: Channel<Settings> = {
  kind: 'telegram',
  settings,
  secrets: ['botToken'],
  deliver: async (message, to, { send, signal }) =>
    readTelegramAnswer(await send(telegramRequest(message, to), signal)),
}

/** Telegram takes 4,096; the ways on need the rest. */
const mostCharacters = 3_000

/** Without a parse mode the text is shown as it is: an alert cannot format or link anything. */
export function telegramRequest(message: CallMessage, { chatId, ...bot }: Settings): WireRequest {
  const isRepeat = message.repeat ? ['(This may be a repeat.)'] : []
  const text = cutTo([...isRepeat, message.headline, '', ...message.lines].join('\n'), mostCharacters)
  return method(bot, 'sendMessage', {
    chat_id: chatId,
    text: [text, '', message.link, '', ...message.ways].join('\n').trim(),
    link_preview_options: { is_disabled: true },
    ...(message.isQuiet && { disable_notification: true }),
    reply_markup: {
      inline_keyboard: message.buttons.map(({ label, token }) => [{ text: label, callback_data: token }]),
    },
  })
}

/** Telegram says in the body how long to wait. */
function readTelegramAnswer(answer: WireAnswer): Delivery {
  const seconds = /"retry_after":\s*(\d+)/.exec(answer.body)?.[1]
  return readAnswer(seconds ? { ...answer, headers: { ...answer.headers, 'retry-after': seconds } } : answer)
}

export const pollSeconds = 25

export const telegramPoll = (bot: Bot, offset = 0): WireRequest =>
  method(bot, 'getUpdates', { offset, timeout: pollSeconds, allowed_updates: ['callback_query', 'message'] })

/** Who this bot is: its name stands in the link that a person follows to it. */
export const telegramWho = (bot: Bot): WireRequest => method(bot, 'getMe', {})

export function readBotName(body: string): string | undefined {
  const { result } = JSON.parse(body) as { result?: { username?: unknown } }
  return typeof result?.username === 'string' ? result.username : undefined
}

/** A word into a chat, outside any call. */
export const telegramWord = (bot: Bot, chatId: string, text: string): WireRequest =>
  method(bot, 'sendMessage', { chat_id: chatId, text })

/** Takes the waiting mark off the button that was pressed, with a word. */
export const telegramPressed = (bot: Bot, query: string, text: string): WireRequest =>
  method(bot, 'answerCallbackQuery', { callback_query_id: query, text })

interface Update {
  update_id?: unknown
  callback_query?: { id?: unknown; data?: unknown }
  message?: { text?: unknown; chat?: { id?: unknown } }
}

export interface Updates {
  heard: (Heard & { query: string })[]
  /** Who followed a link to the bot: `/start`, and the code that stood in the link. */
  started: { code: string; chat: string }[]
  offset: number
}

/** The presses and starts in an answer of `getUpdates`, and where to go on. */
export function readUpdates(body: string): Updates {
  const { result } = JSON.parse(body) as { result?: unknown }
  const updates = (Array.isArray(result) ? result : []) as Update[]
  const heard = updates.flatMap(({ update_id: id, callback_query: query }) =>
    typeof query?.data === 'string' ? [{ token: query.data, place: String(Number(id)), query: String(query.id) }] : [],
  )
  const started = updates.flatMap(({ message }) => {
    const code = typeof message?.text === 'string' && /^\/start ([-_A-Za-z0-9]{16,64})$/.exec(message.text)?.[1]
    return code && Number.isSafeInteger(message?.chat?.id) ? [{ code, chat: String(message?.chat?.id) }] : []
  })
  return {
    heard,
    started,
    offset: Math.max(0, ...updates.map(one => Number(one.update_id) + 1).filter(Number.isSafeInteger)),
  }
}

function method({ server, botToken }: Bot, name: string, body: unknown): WireRequest {
  return {
    url: `${server}/bot${botToken}/${name}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redact: [botToken],
  }
}
