import { z } from 'zod'
import { authorOf, branchOf, changeTold, firstLine, nothingChanged } from '../../alert/changed.ts'
import { isFields, reading } from '../../alert/reading.ts'
import type { Received, Report } from '../../alert/report.ts'
import { linkSaid, momentSaid, needed, placeIn, said } from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

const secret = z.string().min(1).max(200).optional().meta({
  title: 'Secret',
  description: 'As it is set at the webhook in GitHub. With it, only what GitHub signed is taken.',
})

/** What GitHub changed: it sends no alerts. */
export const github: Sender = {
  kind: 'github',
  name: 'GitHub',
  vendorPage: 'https://docs.github.com/en/webhooks/webhook-events-and-payloads',
  sends:
    'Changes: pushes to the default branch, deployments and how they ended, releases, and workflow runs of the default branch that deploy or were started by hand.',
  setUp: [
    'Repository or organisation, Settings, Webhooks: payload URL {url}, content type application/json, a secret if you like.',
    'Events: Pushes, Deployments, Deployment statuses, Releases, Workflow runs. The key of `default` finds the service by the name of the repository.',
  ],
  checks: 'X-Hub-Signature-256, where the secret is set.',
  settings: z.strictObject({ secret }),
  secrets: ['secret'],
  recognises: (body, headers) =>
    isFields(body) &&
    (headers['x-github-event'] !== undefined ||
      (said(body, 'repository.full_name') !== undefined && said(body, 'sender.login') !== undefined)),
  read: (body, received) => reading(() => readEvent(body, received)),
  verify: async ({ headers }, { secret: key }, { isHmac }) => {
    if (typeof key !== 'string') return undefined
    const given = headers['x-hub-signature-256']?.replace(/^sha256=/, '')
    if (isHmac(given, { digest: 'sha256', key, as: 'hex' })) return undefined
    return { path: 'x-hub-signature-256', message: 'This is not signed with the secret that is set here.' }
  },
}

type Read = (body: unknown, received: Received) => Report

/** By the name of the event, the most telling first: a status names its deployment too. */
const readers: Record<string, { by: string; read: Read }> = {
  deployment_status: { by: 'deployment_status', read: deploymentEnded },
  deployment: { by: 'deployment', read: deployment },
  workflow_run: { by: 'workflow_run', read: workflowRun },
  release: { by: 'release', read: release },
  push: { by: 'pusher', read: push },
}

/** A ping, a comment, a star: nothing was changed. */
function readEvent(body: unknown, received: Received): Report {
  const named = received.headers?.['x-github-event']
  const found = Object.entries(readers).find(([event, { by }]) =>
    named === undefined ? isFields(placeIn(body, by)) : event === named,
  )
  return found ? found[1].read(body, received) : nothingChanged
}

const repositoryOf = (body: unknown): string => needed(body, 'repository.full_name', 'repository.name')
const serviceOf = (body: unknown): string | undefined => said(body, 'repository.name')
const defaultBranch = (body: unknown): string => said(body, 'repository.default_branch') ?? 'main'

function push(body: unknown, received: Received): Report {
  const branch = branchOf(needed(body, 'ref'))
  const repository = repositoryOf(body)
  if (branch !== defaultBranch(body) || said(body, 'deleted') === 'true') return nothingChanged
  const title = firstLine(said(body, 'head_commit.message'))
  return changeTold({
    summary: `push to ${branch} of ${repository}${title && `: ${title}`}`,
    service: serviceOf(body),
    author: authorOf(said(body, 'pusher.name', 'sender.login'), said(body, 'pusher.email')),
    at: momentSaid(body, 'repository.pushed_at', 'head_commit.timestamp') ?? received.at,
    link: linkSaid(body, 'compare', 'head_commit.url'),
  })
}

/** `v2.31`, or the first of a commit's digits. */
function versionOf(body: unknown): string {
  const ref = needed(body, 'deployment.ref', 'deployment.sha')
  return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref
}

const deployed = (body: unknown): string =>
  `${versionOf(body)} of ${repositoryOf(body)} to ${said(body, 'deployment.environment') ?? 'somewhere'}`

function deployment(body: unknown, received: Received): Report {
  return changeTold({
    summary: `deploy ${deployed(body)}`,
    service: serviceOf(body),
    author: said(body, 'deployment.creator.login', 'sender.login'),
    at: momentSaid(body, 'deployment.created_at') ?? received.at,
    link: linkSaid(body, 'repository.html_url'),
  })
}

/** On its way says nothing that the deployment did not say. */
function deploymentEnded(body: unknown, received: Received): Report {
  const state = needed(body, 'deployment_status.state')
  if (!['success', 'failure', 'error'].includes(state)) return nothingChanged
  return changeTold({
    summary: `deploy ${deployed(body)}: ${state}`,
    service: serviceOf(body),
    author: said(body, 'deployment.creator.login', 'sender.login'),
    at: momentSaid(body, 'deployment_status.created_at') ?? received.at,
    link: linkSaid(body, 'deployment_status.target_url', 'deployment_status.log_url', 'repository.html_url'),
  })
}

function release(body: unknown, received: Received): Report {
  if (needed(body, 'action') !== 'published') return nothingChanged
  const tag = needed(body, 'release.tag_name')
  return changeTold({
    summary: `release ${said(body, 'release.name') ?? tag} of ${repositoryOf(body)}`,
    service: serviceOf(body),
    author: said(body, 'release.author.login', 'sender.login'),
    at: momentSaid(body, 'release.published_at') ?? received.at,
    link: linkSaid(body, 'release.html_url'),
  })
}

const deploys = /deploy|release|publish|rollout|roll-out|migrat|promot|ship|terraform|apply/i
const onPurpose = ['workflow_dispatch', 'repository_dispatch', 'deployment', 'release']

/** Tests that ran after a push changed nothing: a run counts that deploys by its name, or that somebody started. */
function workflowRun(body: unknown, received: Received): Report {
  const name = needed(body, 'workflow_run.name', 'workflow_run.path')
  const conclusion = said(body, 'workflow_run.conclusion')
  const isOver = needed(body, 'action') === 'completed' && conclusion !== 'skipped' && conclusion !== 'cancelled'
  const isOurs = said(body, 'workflow_run.head_branch') === defaultBranch(body)
  const counts = deploys.test(name) || onPurpose.includes(said(body, 'workflow_run.event') ?? '')
  if (!isOver || !counts || !(isOurs || said(body, 'workflow_run.event') === 'release')) return nothingChanged
  return changeTold({
    summary: `${name} of ${repositoryOf(body)}: ${conclusion ?? 'completed'}`,
    service: serviceOf(body),
    author: said(body, 'workflow_run.triggering_actor.login', 'workflow_run.actor.login', 'sender.login'),
    at: momentSaid(body, 'workflow_run.updated_at', 'workflow_run.run_started_at') ?? received.at,
    link: linkSaid(body, 'workflow_run.html_url'),
  })
}
