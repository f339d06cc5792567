import { z } from 'zod'

const token = (prefix: string, says: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}-[-A-Za-z0-9]{10,300}$`), says)
    .max(310)

/** How to reach a workspace, and how its requests are known to be from there. */
export const slackSettings = z
  .strictObject({
    botToken: token('xoxb', 'A bot token begins with xoxb-.').meta({
      title: 'Bot token',
      description: 'In your Slack app: OAuth & Permissions, "Bot User OAuth Token".',
    }),
    signingSecret: z
      .string()
      .regex(/^[0-9a-f]{16,128}$/i, 'The signing secret is hexadecimal.')
      .optional()
      .meta({
        title: 'Signing secret',
        description:
          'In Basic Information, where Slack can reach this Fireline. It proves that a request is from Slack.',
      }),
    appToken: token('xapp', 'An app-level token begins with xapp-.').optional().meta({
      title: 'App-level token',
      description:
        'For Socket Mode, where Slack cannot reach this Fireline: Basic Information, with connections:write.',
    }),
    server: z
      .url({ protocol: /^https?$/, message: 'An http or https URL.' })
      .max(500)
      .transform(url => url.replace(/\/+$/, ''))
      .default('https://slack.com/api')
      .meta({ title: 'Server', description: 'Another one only for a Slack of your own, such as slack-gov.com.' }),
  })
  .meta({ title: 'Slack', description: 'A channel for each incident. docs/chat.md says how to make the app.' })

export type SlackSettings = z.infer<typeof slackSettings>
