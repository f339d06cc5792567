import { z } from 'zod'
import { type CallMessage, type Channel, readAnswer, type WireRequest } from '../../steps/notify/channel.ts'
import { callInMarkdown } from '../../steps/notify/markdown.ts'
import { postedJson, webhookAddress } from '../../steps/notify/webhook-settings.ts'

const settings = z
  .strictObject({
    url: webhookAddress({
      title: 'Address of the incoming webhook',
      description: 'Mattermost: Integrations, Incoming Webhooks, Add. Whoever knows it can post there.',
      examples: ['https://chat.example.org/hooks/xxx'],
    }),
    channel: z
      .string()
      .regex(/^@?[-_.a-z0-9]{1,64}$/, '@name for a person, or the name of a channel as it stands in its address.')
      .optional()
      .meta({
        title: 'To',
        description: '@ and your name: then it comes as a direct message. Left empty: to the channel of the webhook.',
        examples: ['@ana'],
      }),
  })
  .meta({ title: 'Mattermost' })

type Settings = z.infer<typeof settings>

/** A post by an incoming webhook (developers.mattermost.com/integrate/webhooks/incoming), urgent where the server knows priorities. */
export const mattermost: Channel<Settings> = {
  kind: 'mattermost',
  settings,
  secrets: ['url'],
  deliver: async (message, to, { send, signal }) => readAnswer(await send(mattermostRequest(message, to), signal)),
}

/** Servers older than 5.0 cut a post at 4,000. */
const mostCharacters = 4_000

export function mattermostRequest(message: CallMessage, { url, channel }: Settings): WireRequest {
  const isUrgent = (message.severity === 'sev1' || message.severity === 'sev2') && !message.isQuiet
  const body = {
    text: callInMarkdown(message, mostCharacters),
    ...(channel && { channel }),
    ...(isUrgent && { priority: { priority: 'urgent' } }),
  }
  return postedJson(url, body)
}
