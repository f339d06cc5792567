/** The app as Slack makes it from a manifest (docs.slack.dev, "App manifests"). With a public address it sends signed requests there; else Socket Mode. */
export function slackManifest(url: string, isSocketMode: boolean) {
  const address = `${url}/chat/slack`
  return {
    display_information: { name: 'Fireline', description: 'A channel for each incident' },
    features: {
      bot_user: { display_name: 'Fireline', always_online: true },
      slash_commands: [
        {
          command: '/fl',
          description: 'Ask Fireline anything of an incident',
          usage_hint: 'help',
          should_escape: false,
          ...(!isSocketMode && { url: address }),
        },
      ],
    },
    oauth_config: { scopes: { bot: scopes } },
    settings: {
      interactivity: { is_enabled: true, ...(!isSocketMode && { request_url: address }) },
      event_subscriptions: { bot_events: events, ...(!isSocketMode && { request_url: address }) },
      org_deploy_enabled: false,
      socket_mode_enabled: isSocketMode,
      token_rotation_enabled: false,
    },
  }
}

/** No more than is used: make channels and bring people in, write, read threads and reactions of channels we are in, names. */
const scopes = [
  'channels:history',
  'channels:manage',
  'channels:read',
  'channels:write.invites',
  'channels:write.topic',
  'chat:write',
  'commands',
  'reactions:read',
  'users:read',
]

const events = ['message.channels', 'reaction_added']
