import { z } from 'zod'
import {
  type CallMessage,
  type Channel,
  type Delivery,
  readAnswer,
  type WireAnswer,
  type WireRequest,
} from '../../steps/notify/channel.ts'
import { callInMarkdown } from '../../steps/notify/markdown.ts'
import { postedJson, webhookAddress } from '../../steps/notify/webhook-settings.ts'

const settings = z
  .strictObject({
    url: webhookAddress({
      title: 'Address of the webhook',
      description: 'Discord: Edit Channel, Integrations, Webhooks, Copy Webhook URL. Whoever knows it can post there.',
      examples: ['https://discord.com/api/webhooks/1234/abcd'],
    }),
    user: z
      .string()
      .regex(/^\d{5,25}$/, 'The number of a user: Copy User ID, in developer mode.')
      .optional()
      .meta({
        title: 'Your user ID',
        description: 'Then you are mentioned, and your phone shows it even where only mentions do.',
        examples: ['80351110224678912'],
      }),
  })
  .meta({ title: 'Discord' })

type Settings = z.infer<typeof settings>

/** A message by a webhook (docs.discord.com, Execute Webhook); it mentions its person and nobody else, whatever an alert says. */
export const discord: Channel<Settings> = {
  kind: 'discord',
  settings,
  secrets: ['url'],
  deliver: async (message, to, { send, signal }) => readDiscordAnswer(await send(discordRequest(message, to), signal)),
}

const mostCharacters = 1_950
/** No preview of links; and for what is to be quiet, no sound either. */
const [noPreview, noSound] = [1 << 2, 1 << 12]

export function discordRequest(message: CallMessage, { url, user }: Settings): WireRequest {
  const to = new URL(url)
  to.searchParams.set('wait', 'true')
  const body = {
    content: [...(user ? [`<@${user}>`] : []), callInMarkdown(message, mostCharacters)].join(' '),
    allowed_mentions: { parse: [], ...(user && { users: [user] }) },
    flags: message.isQuiet ? noPreview | noSound : noPreview,
  }
  return postedJson(url, body, String(to))
}

/** A webhook that was deleted is unknown for good. */
function readDiscordAnswer(answer: WireAnswer): Delivery {
  return { ...readAnswer(answer), ...(answer.status === 404 && { gone: true }) }
}
