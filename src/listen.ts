import { wireOf } from './engine/chat/chat-parts.ts'
import { hearChat, whisper } from './engine/chat/hear-chat.ts'
import type { Desk } from './engine/desk.ts'
import { reason } from './engine/log.ts'
import { ackTopicOf, type Outside } from './engine/outside.ts'
import { press } from './engine/press.ts'
import { telegramStarted } from './engine/telegram-started.ts'
import { ntfyStream, readNtfyLine } from './integrations/ntfy/ntfy.ts'
import type { SlackHeard } from './integrations/slack/read-slack.ts'
import {
  pollSeconds,
  readUpdates,
  telegramPoll,
  telegramPressed,
  telegramWord,
} from './integrations/telegram/telegram.ts'
import type { ChatAnswer } from './steps/notify/chat-room.ts'
import { chatOf } from './store/chats.ts'
import { contactsOver } from './store/contacts.ts'
import { type Bot, botsExpected } from './store/telegram-starts.ts'

export interface Listening {
  stop(): Promise<void>
}

/** One ear: listens once, until it is cut off; returns what to go on from. */
type Ear = (place: string | undefined, signal: AbortSignal, at: (place: string) => void) => Promise<void>

const lookMs = 2_000
const firstPauseMs = 500
const quietMs = 200
const longestPauseMs = 30_000

/**
 * Hears the buttons that people press, by connections that we open: no inbound address is needed. What people's contacts name
 * is listened to, looked up anew every 2 s; a cut connection goes on from the last press.
 */
export function startListening(desk: Desk, outside: Outside): Listening {
  const ears = new Map<string, AbortController>()
  const running = new Set<Promise<void>>()
  const look = async () => {
    const wanted = await wantedEars(desk, outside)
    for (const [key, cut] of ears) if (!wanted.has(key)) cut.abort()
    for (const [key, ear] of wanted) {
      if (ears.has(key)) continue
      const cut = new AbortController()
      ears.set(key, cut)
      const run = keepListening(desk, ear, cut.signal).finally(() => {
        running.delete(run)
        ears.delete(key)
      })
      running.add(run)
    }
  }
  const say = (error: unknown) => desk.log.error('cannot read what to listen to', { reason: reason(error) })
  void look().catch(say)
  const timer = setInterval(() => void look().catch(say), lookMs)
  return {
    async stop() {
      clearInterval(timer)
      for (const cut of ears.values()) cut.abort()
      await Promise.all(running)
    },
  }
}

async function wantedEars(desk: Desk, outside: Outside): Promise<Map<string, Ear>> {
  const ears = new Map<string, Ear>()
  for (const { settings } of await contactsOver(desk.db, 'ntfy', outside.secrets)) {
    const { server, token } = settings as { server: string; token?: string }
    ears.set(`ntfy ${server}`, ntfyEar(desk, outside, server, token))
  }
  const expected = await botsExpected(desk.db, outside.secrets, desk.clock.now())
  const bots = (await contactsOver(desk.db, 'telegram', outside.secrets)).map(one => one.settings as unknown as Bot)
  for (const { server, botToken } of [...bots, ...expected])
    ears.set(`telegram ${server} ${botToken}`, telegramEar(desk, outside, { server, botToken }))
  // What cannot be opened, as after a change of the secret, must not make the others deaf.
  const slack = await chatOf(desk.db, outside.secrets, 'slack').catch(() => undefined)
  const { server, appToken } = (slack?.settings ?? {}) as { server: string; appToken?: string }
  if (appToken) ears.set(`slack ${server} ${appToken}`, slackEar(desk, outside, { server, appToken }))
  return ears
}

async function keepListening(desk: Desk, ear: Ear, signal: AbortSignal): Promise<void> {
  let place: string | undefined
  let pauseMs = firstPauseMs
  while (!signal.aborted) {
    const began = performance.now()
    await ear(place, signal, heard => {
      place = heard
    }).catch((error: unknown) => {
      if (!signal.aborted) desk.log.info('a channel was cut off; listening goes on', { reason: reason(error) })
    })
    // What held for a while was cut by chance; what falls at once is left in peace for longer each time.
    pauseMs = performance.now() - began > 5_000 ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs)
    await pause(pauseMs, signal)
  }
}

function ntfyEar(desk: Desk, { secrets, outbound }: Outside, server: string, token?: string): Ear {
  const topic = ackTopicOf(secrets, server)
  return async (place, signal, at) => {
    const presses: Promise<unknown>[] = []
    const request = {
      method: 'GET',
      ...ntfyStream(server, topic, place, token),
      redact: [topic, ...(token ? [token] : [])],
    } as const
    await outbound.lines(request, signal, line => {
      const heard = readNtfyLine(line)
      if (!heard) return
      at(heard.place)
      presses.push(pressed(desk, heard.token))
    })
    await Promise.all(presses)
  }
}

function telegramEar(desk: Desk, outside: Outside, bot: Bot): Ear {
  const { outbound } = outside
  return async (place, signal, at) => {
    let offset = Number(place ?? 0)
    for (;;) {
      const poll = { ...telegramPoll(bot, offset), timeoutMs: (pollSeconds + 10) * 1_000 }
      const answer = await outbound.send(poll, signal)
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.slice(0, 200)}`)
      const updates = readUpdates(answer.body)
      for (const { token, query } of updates.heard) {
        const done = await pressed(desk, token)
        await outbound
          .send(telegramPressed(bot, query, done ? 'Done.' : 'This button was used already.'), signal)
          .catch(() => {})
      }
      for (const { code, chat } of updates.started) {
        const said = await telegramStarted(desk, outside, bot, code, chat).catch(failed(desk))
        if (said) await outbound.send(telegramWord(bot, chat, said), signal).catch(() => {})
      }
      offset = Math.max(offset, updates.offset)
      at(String(offset))
      // A server that does not hold the poll open is not asked in a storm.
      if (updates.heard.length === 0) await pause(quietMs, signal)
    }
  }
}

function slackEar(desk: Desk, outside: Outside, settings: { server: string; appToken: string }): Ear {
  return async (_place, signal) => {
    const { listenToSlack } = await import('./integrations/slack/socket-mode.ts')
    await listenToSlack(settings, wireOf(outside, signal), {
      addressOf: outside.outbound.addressOf,
      hear: told => heardFromSlack(desk, outside, told),
    })
  }
}

/** What is kept is answered; a line gets its answer with that, everything else gets one alone. */
async function heardFromSlack(desk: Desk, outside: Outside, told: SlackHeard): Promise<ChatAnswer | undefined> {
  if (!told || 'challenge' in told) return undefined
  const answer = await hearChat(desk, outside, 'slack', told.heard).catch((error: unknown) => {
    desk.log.error('what was done in Slack could not be kept; it tells it again', { reason: reason(error) })
    throw error
  })
  if (answer && told.heard.what !== 'line') void whisper(desk, outside, 'slack', told.heard, answer)
  return answer
}

async function pressed(desk: Desk, token: string): Promise<string | undefined> {
  return press(desk, token).catch(failed(desk))
}

const failed = (desk: Desk) => (error: unknown) => {
  desk.log.error('a pressed button could not be recorded', { reason: reason(error) })
  return undefined
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  signal.addEventListener('abort', () => resolve(), { once: true })
  await promise
  clearTimeout(timer)
}
