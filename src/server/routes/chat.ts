import { z } from 'zod'
import type { Principal } from '../../access/may.ts'
import { wireOf } from '../../engine/chat/chat-parts.ts'
import type { Outside } from '../../engine/outside.ts'
import { slackManifest } from '../../integrations/slack/manifest.ts'
import { slackSettings } from '../../integrations/slack/settings.ts'
import { addChatCode, chatCodeMs, linksOf, unlinkChat } from '../../store/chat-people.ts'
import { roomsOf } from '../../store/chat-rooms.ts'
import { type Chat, chatOf, deleteChat, isChatSet, putChat } from '../../store/chats.ts'
import { ApiError, badField, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'

const severities = z.array(z.enum(['sev1', 'sev2', 'sev3', 'sev4'])).min(1)

/** As it is sent: a secret that is left out stays as it was. */
export const slackBody = slackSettings
  .extend({
    botToken: slackSettings.shape.botToken.optional(),
    opensFor: severities.default(['sev1', 'sev2', 'sev3']).meta({
      title: 'A channel for',
      description: 'Severities that get one, a line each.',
    }),
  })
  .meta(slackSettings.meta() ?? {})

/** The chat beside the rooms, and who people are in it. */
export function chatRoutes(url: () => string, outside: Outside): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/chats/slack',
      action: 'settings:read',
      says: 'Whether Slack is set up, how it went last, and the manifest of its app with the addresses of this Fireline.',
      run: async ({ sql }) => ({
        ...shown(await chatOf(sql, outside.secrets, 'slack')),
        manifest: slackManifest(url(), false),
        socketManifest: slackManifest(url(), true),
      }),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/chats/slack',
      action: 'settings:write',
      says: 'Sets Slack up, or changes it: from then on each new incident has a channel. Slack is asked at once whether the token is good.',
      body: slackBody,
      async run({ desk, tx, body }) {
        const before = await chatOf(tx, outside.secrets, 'slack')
        const { opensFor, ...given } = body
        const settings = withKept(before, given)
        if (!settings.signingSecret && !settings.appToken)
          throw badField('signingSecret', 'Either the signing secret, or an app-level token for Socket Mode.')
        const workspace = await workspaceOf(outside, settings)
        const chat = { kind: 'slack' as const, settings, workspace, opensFor }
        await putChat(tx, outside.secrets, chat, desk.clock.now())
        return shown(await chatOf(tx, outside.secrets, 'slack'))
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/chats/slack',
      action: 'settings:write',
      says: 'Says nothing more in Slack and hears nothing from it. Its channels stay; who people are there is forgotten.',
      async run({ tx }) {
        if (!(await deleteChat(tx, 'slack'))) throw notFound('Slack here: it is not set up')
        return {}
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/incidents/:incident/chat-rooms',
      action: 'read',
      says: 'The rooms of this incident in chats, and what is wrong with one that cannot be told.',
      run: async ({ sql, params }) => ({
        rooms: (await roomsOf(sql, params.incident)).map(({ kind, place, name, toldSeq, trouble, endedAt }) => ({
          kind,
          place,
          name,
          toldSeq,
          trouble,
          endedAt,
        })),
      }),
    }),
    ...linkRoutes(),
  ]
}

function linkRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/people/:person/chats',
      action: 'self',
      says: 'Who you are in a chat, and whether there is one.',
      run: async ({ sql, who, params }) => ({
        chats: await linksOf(sql, mine(who, params.person)),
        isSet: await isChatSet(sql, 'slack'),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/people/:person/chats/code',
      action: 'self',
      says: 'A code to type in the chat within 10 minutes, as "/fl link CODE": whoever types it is you there.',
      answersSecret: true,
      async run({ desk, tx, who, params }) {
        const code = await addChatCode(tx, mine(who, params.person), desk.clock.now())
        const expiresAt = new Date(desk.clock.now().getTime() + chatCodeMs).toISOString()
        return { code, type: `/fl link ${code}`, expiresAt }
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/people/:person/chats/:kind',
      action: 'self',
      says: 'You are nobody in that chat any more.',
      async run({ tx, who, params }) {
        if (!(await unlinkChat(tx, params.kind, mine(who, params.person)))) throw notFound(`link to ${params.kind}`)
        return {}
      },
    }),
  ]
}

/** Who one is in a chat acts with one's rights: nobody says it for another, not even an admin. */
function mine(who: Principal, person: string): string {
  if (who.kind !== 'person' || who.id !== person)
    throw new ApiError(403, 'not-allowed', 'Only the person themselves says who they are in a chat.')
  return person
}

type Given = Omit<z.infer<typeof slackBody>, 'opensFor'>

/** A token is kept only for the server that it was given for. */
function withKept(before: Chat | undefined, given: Given): z.infer<typeof slackSettings> {
  const kept = (before?.settings ?? {}) as Partial<z.infer<typeof slackSettings>>
  const settings = { ...(kept.server === given.server && kept), ...given }
  if (settings.botToken === undefined) throw badField('botToken', 'A new Slack, or a new server, needs its bot token.')
  return { ...settings, botToken: settings.botToken }
}

async function workspaceOf(outside: Outside, settings: z.infer<typeof slackSettings>) {
  const found = await outside.chats.get('slack')?.who({ ...settings }, wireOf(outside, AbortSignal.timeout(5_000)))
  if (found && 'done' in found) return found.done
  throw badField('botToken', `Slack does not take it: ${found?.no.answer ?? 'no answer'}`)
}

function shown(chat: Chat | undefined) {
  if (!chat) return { isSet: false }
  const { workspace, opensFor, setAt, trouble, settings } = chat
  const has = (name: string) => settings[name] !== undefined
  const hears = [...(has('signingSecret') ? ['signed'] : []), ...(has('appToken') ? ['socket'] : [])]
  return { isSet: true, workspace: workspace.name, server: settings['server'], opensFor, setAt, hears, trouble }
}
