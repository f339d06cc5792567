import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { authorOf, branchOf, changeTold, firstLine, nothingChanged } from '../../alert/changed.ts'
import { isFields, reading } from '../../alert/reading.ts'
import type { Received, Report } from '../../alert/report.ts'
import { linkSaid, momentSaid, needed, placeIn, said } from '../../alert/said.ts'
import type { Means, Sender, Sent } from '../../alert/sender.ts'

const settings = z.strictObject({
  token: z.string().min(1).max(200).optional().meta({
    title: 'Secret token',
    description: 'As it is set at the webhook in GitLab. With it, only what carries it is taken.',
  }),
  signingToken: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{20,200}={0,2}$/, 'It begins with whsec_.')
    .optional()
    .meta({ title: 'Signing token', description: 'With it, only what GitLab signed within five minutes is taken.' }),
})

/** What GitLab changed: it sends no alerts. */
export const gitlab: Sender = {
  kind: 'gitlab',
  name: 'GitLab',
  vendorPage: 'https://docs.gitlab.com/user/project/integrations/webhook_events/',
  sends:
    'Changes: pushes to the default branch, deployments and how they ended, pipelines of the default branch or a tag that are over, releases.',
  setUp: [
    'Project or group, Settings, Webhooks: URL {url}, a secret or signing token if you like.',
    'Triggers: Push events, Pipeline events, Deployment events, Releases events. The key of `default` finds the service by the name of the project.',
  ],
  checks: 'X-Gitlab-Token, and webhook-signature with its time, where their tokens are set.',
  settings,
  secrets: ['token', 'signingToken'],
  recognises: (body, headers) =>
    isFields(body) &&
    (headers['x-gitlab-event'] !== undefined ||
      (said(body, 'object_kind') !== undefined && isFields(placeIn(body, 'project')))),
  read: (body, received) => reading(() => readEvent(body, received)),
  async verify(sent, { token, signingToken }, means) {
    if (typeof token === 'string' && !isEqual(sent.headers['x-gitlab-token'] ?? '', token))
      return { path: 'x-gitlab-token', message: 'This is not the secret token that is set here.' }
    if (typeof signingToken === 'string' && !isSigned(sent, signingToken, means))
      return { path: 'webhook-signature', message: 'This is not signed with the signing token that is set here.' }
    return undefined
  },
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const isEqual = (given: string, right: string): boolean => timingSafeEqual(digest(given), digest(right))

const windowMs = 5 * 60_000

/** Standard Webhooks: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`, one of several between spaces. */
function isSigned({ raw, headers, at }: Sent, token: string, { isHmac }: Means): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signatures = '' } = headers
  if (!(Math.abs(Date.parse(at) - Number(timestamp) * 1_000) <= windowMs)) return false
  const key = Buffer.from(token.replace(/^whsec_/, ''), 'base64')
  const text = `${id}.${timestamp}.${new TextDecoder().decode(raw)}`
  const given = signatures.split(' ').flatMap(one => (one.startsWith('v1,') ? [one.slice(3)] : []))
  return given.slice(0, 10).some(one => isHmac(one, { digest: 'sha256', key, as: 'base64', text }))
}

type Read = (body: unknown, received: Received) => Report

const readers: Record<string, Read> = { push, deployment, pipeline, release }

/** A comment, an issue, a merge request that is open: nothing was changed. */
function readEvent(body: unknown, received: Received): Report {
  const kind = needed(body, 'object_kind')
  const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined
  return read ? read(body, received) : nothingChanged
}

const projectOf = (body: unknown): string => needed(body, 'project.path_with_namespace', 'project.name')

/** The last part of its path: names of projects are free text. */
const serviceOf = (body: unknown): string | undefined =>
  said(body, 'project.path_with_namespace')?.split('/').at(-1) ?? said(body, 'project.name')

/** GitLab hides addresses as `[REDACTED]`. */
const userOf = (body: unknown): string | undefined =>
  authorOf(
    said(body, 'user.name', 'user_name', 'user.username', 'user_username'),
    said(body, 'user.email', 'user_email'),
  )

const deleted = /^0+$/

function push(body: unknown, received: Received): Report {
  const branch = branchOf(needed(body, 'ref'))
  const project = projectOf(body)
  if (branch !== said(body, 'project.default_branch') || deleted.test(said(body, 'after') ?? 'none'))
    return nothingChanged
  const commits = placeIn(body, 'commits')
  const last = Array.isArray(commits) ? (commits.at(-1) as unknown) : undefined
  const title = firstLine(said(last, 'title', 'message'))
  return changeTold({
    summary: `push to ${branch} of ${project}${title && `: ${title}`}`,
    service: serviceOf(body),
    author: userOf(body),
    at: received.at,
    link: linkSaid(last, 'url') ?? linkSaid(body, 'project.web_url'),
  })
}

const ended = ['success', 'failed', 'canceled']

function deployment(body: unknown, received: Received): Report {
  const status = needed(body, 'status')
  if (status !== 'running' && !ended.includes(status)) return nothingChanged
  const version = said(body, 'ref', 'short_sha')
  const where = said(body, 'environment') ?? 'somewhere'
  const what = `deploy ${version ? `${version} of ` : ''}${projectOf(body)} to ${where}`
  return changeTold({
    summary: status === 'running' ? what : `${what}: ${status}`,
    service: serviceOf(body),
    author: userOf(body),
    at: momentSaid(body, 'status_changed_at') ?? received.at,
    link: linkSaid(body, 'deployable_url', 'commit_url', 'project.web_url'),
  })
}

function pipeline(body: unknown, received: Received): Report {
  const status = needed(body, 'object_attributes.status')
  const ref = needed(body, 'object_attributes.ref')
  const isOurs = ref === said(body, 'project.default_branch') || said(body, 'object_attributes.tag') === 'true'
  const isAsked = said(body, 'object_attributes.source') === 'merge_request_event'
  if (!ended.includes(status) || !isOurs || isAsked) return nothingChanged
  return changeTold({
    summary: `pipeline of ${projectOf(body)}, ${ref}: ${status}`,
    service: serviceOf(body),
    author: userOf(body),
    at: momentSaid(body, 'object_attributes.finished_at') ?? received.at,
    link: linkSaid(body, 'object_attributes.url', 'commit.url', 'project.web_url'),
  })
}

function release(body: unknown, received: Received): Report {
  if (needed(body, 'action') !== 'create') return nothingChanged
  const tag = needed(body, 'tag')
  return changeTold({
    summary: `release ${said(body, 'name') ?? tag} of ${projectOf(body)}`,
    service: serviceOf(body),
    author: authorOf(said(body, 'commit.author.name'), said(body, 'commit.author.email')),
    at: momentSaid(body, 'released_at', 'created_at') ?? received.at,
    link: linkSaid(body, 'url'),
  })
}
