import { changeTold } from '../../alert/changed.ts'
import { isFields, reading } from '../../alert/reading.ts'
import type { Received, Report } from '../../alert/report.ts'
import { linkSaid, momentSaid, needed, placeIn, said } from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

const template = `apiVersion: v1
kind: ConfigMap
metadata:
  name: argocd-notifications-cm
  namespace: argocd
data:
  service.webhook.fireline: |
    url: {url}
    headers:
      - name: Content-Type
        value: application/json
  template.fireline-synced: |
    webhook:
      fireline:
        method: POST
        body: |
          {"argocd": {
            "application": {{toJson .app.metadata.name}},
            "phase": {{toJson .app.status.operationState.phase}},
            "message": {{toJson .app.status.operationState.message}},
            "revision": {{toJson .app.status.operationState.syncResult.revision}},
            "author": {{toJson (call .repo.GetCommitMetadata .app.status.sync.revision).Author}},
            "commit": {{toJson (call .repo.GetCommitMetadata .app.status.sync.revision).Message}},
            "finishedAt": {{toJson .app.status.operationState.finishedAt}},
            "url": "{{.context.argocdUrl}}/applications/{{.app.metadata.name}}"}}
  trigger.fireline-synced: |
    - when: app.status.operationState.phase in ['Succeeded', 'Failed', 'Error']
      oncePer: app.status.operationState.finishedAt
      send: [fireline-synced]`

/** What Argo CD rolled out, from our notification template. */
export const argocd: Sender = {
  kind: 'argocd',
  name: 'Argo CD',
  vendorPage: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/services/webhook/',
  sends: 'Changes: syncs that succeeded or failed, from our notification template.',
  setUp: [
    'Put this into the notifications of Argo CD, beside what stands there:',
    template,
    'Each application: annotation notifications.argoproj.io/subscribe.fireline-synced.fireline: "". The key of `default` finds the service by the name of the application.',
  ],
  recognises: body => isFields(placeIn(body, 'argocd')),
  read: (body, received) => reading(() => synced(body, received)),
}

function synced(body: unknown, received: Received): Report {
  const application = needed(body, 'argocd.application')
  const phase = needed(body, 'argocd.phase')
  const revision = said(body, 'argocd.revision')
  const version = revision && ` to ${/^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision}`
  const trouble = phase === 'Succeeded' ? undefined : said(body, 'argocd.message')
  const why = trouble ?? said(body, 'argocd.commit')?.trim().split('\n')[0]
  return changeTold({
    summary: `sync ${application}${version ?? ''}: ${phase}${why ? `, ${why}` : ''}`,
    service: application,
    author: said(body, 'argocd.author'),
    at: momentSaid(body, 'argocd.finishedAt') ?? received.at,
    link: linkSaid(body, 'argocd.url'),
  })
}
