import { hearChat, whisper } from '../../engine/chat/hear-chat.ts'
import { reason } from '../../engine/log.ts'
import { answerBody } from '../../integrations/slack/blocks.ts'
import { readSlackRequest } from '../../integrations/slack/read-slack.ts'
import { isSigned } from '../../integrations/slack/sign.ts'
import type { ChatAnswer, ChatHeard } from '../../steps/notify/chat-room.ts'
import { chatOf } from '../../store/chats.ts'
import { ApiError } from '../answer.ts'
import type { IntakeAnswer, IntakeCall } from '../intake.ts'
import { bytesOf } from '../intake-body.ts'
import type { IntakeRoute } from './door.ts'
import { headersOf } from './headers.ts'

/** Where Slack brings lines, buttons and events: one address, each request signed. */
export const slackDoor: readonly IntakeRoute[] = [
  {
    method: 'POST',
    path: /^\/chat\/slack\/?$/,
    as: '/chat/slack',
    says: 'What people do in Slack, signed by it: lines after /fl, buttons, replies in threads, reactions.',
    run: takeSlack,
  },
]

async function takeSlack(call: IntakeCall): Promise<IntakeAnswer> {
  const { desk, outside, request, place } = call
  const raw = await bytesOf(request, bytes => place.grow(bytes))
  const chat = await chatOf(desk.db, outside.secrets, 'slack')
  const secret = chat?.settings['signingSecret'] as string | undefined
  const headers = headersOf(request)
  // One answer for all: whether a Slack is set up here is nobody's business.
  if (!secret || !isSigned(raw, headers, secret, desk.clock.at()))
    throw new ApiError(
      401,
      'not-signed',
      'This is not signed by the Slack that is set up here, or it is older than 5 minutes.',
    )
  const told = readSlackRequest(raw.toString('utf8'), headers['content-type'] ?? '')
  if (told && 'challenge' in told) return { status: 200, body: { challenge: told.challenge } }
  return told ? answered(call, told.heard) : { status: 200 }
}

/** Slack waits for 3 s. */
const soonMs = 2_500

/** A line is answered in its own answer; what takes too long, and what a button or a reaction gets back, is said to that person alone. */
async function answered({ desk, outside }: IntakeCall, heard: ChatHeard): Promise<IntakeAnswer> {
  const answer = hearChat(desk, outside, 'slack', heard)
  const sayAlone = (said: ChatAnswer | undefined) => void (said && whisper(desk, outside, 'slack', heard, said))
  if (heard.what !== 'line') {
    sayAlone(await answer)
    return { status: 200 }
  }
  const first = await Promise.race([
    answer,
    new Promise<'late'>(resolve => setTimeout(resolve, soonMs, 'late').unref()),
  ])
  if (first !== 'late') return { status: 200, ...(first && { body: lineAnswer(first) }) }
  answer.then(sayAlone, (error: unknown) => desk.log.error('a line from Slack failed', { reason: reason(error) }))
  return { status: 200, body: lineAnswer({ lines: ['Fireline is still at it.'], buttons: [] }) }
}

const lineAnswer = (answer: ChatAnswer) => ({ response_type: 'ephemeral', ...answerBody(answer) })
