import { z } from 'zod'
import { type CallMessage, type Channel, readAnswer, type WireRequest } from '../../steps/notify/channel.ts'
import { cutTo } from '../../steps/notify/say.ts'
import { postedJson, webhookAddress } from '../../steps/notify/webhook-settings.ts'

const settings = z
  .strictObject({
    url: webhookAddress({
      title: 'Address of the workflow',
      description:
        'Teams: Workflows, "Send webhook alerts to a chat" (or a channel), and copy its address. Whoever knows it can post there.',
    }),
  })
  .meta({ title: 'Microsoft Teams' })

type Settings = z.infer<typeof settings>

/** An Adaptive Card to a Teams workflow (learn.microsoft.com, "When a Teams webhook request is received"). */
export const teams: Channel<Settings> = {
  kind: 'teams',
  settings,
  secrets: ['url'],
  deliver: async (message, to, { send, signal }) => readAnswer(await send(teamsRequest(message, to), signal)),
}

/** A card may have 28 KB; a sign may take three bytes. */
const mostCharacters = 4_000
const mostWays = 8

/** A text run, unlike a text block, knows no Markdown: an alert can format or link nothing. */
export function teamsRequest(message: CallMessage, { url }: Settings): WireRequest {
  const { headline, lines, link, ways, repeat, isTest } = message
  const said = cutTo([...(repeat ? ['(This may be a repeat.)'] : []), ...lines].join('\n'), mostCharacters)
  const card = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.4',
    body: [
      richText({ text: cutTo(headline, 240), weight: 'Bolder', size: 'Medium' }),
      ...said.split('\n').map(text => richText({ text })),
    ],
    actions: [
      { type: 'Action.OpenUrl', title: isTest ? 'It rang' : 'Open: I have it, I cannot', url: link },
      ...ways.slice(0, mostWays).flatMap(openUrl),
    ],
  }
  const body = {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  }
  return postedJson(url, body)
}

const richText = (run: { text: string; weight?: string; size?: string }) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', ...run, text: run.text || ' ' }],
})

/** A way is a line that ends in a link of ours. */
function openUrl(way: string): { type: string; title: string; url: string }[] {
  const [, title = '', url = ''] = /^(.*?):? *(https?:\/\/\S+)$/s.exec(way) ?? []
  return url ? [{ type: 'Action.OpenUrl', title: cutTo(title, 60), url }] : []
}
