import { untilSeen } from '../client.ts'
import { expectThat, type Scene } from './scene.ts'

export type WrittenPage = { page: string; title: string }

export async function resolve(scene: Scene, incident: string): Promise<void> {
  await untilSeen(
    'the alert to recover',
    async () => {
      const { alerts } = await scene.ana.incident(incident)
      return (alerts.length > 0 && alerts.every(alert => alert.recoveredAt)) || undefined
    },
    40_000,
  )
  scene.tell('recovered', 'the monitoring itself says that it is over')
  await scene.ana.ask(incident, 'resolve', { summary: scene.injected.plan.summary })
  const is = await scene.ana.incident(incident)
  expectThat(is.status === 'resolved', 'the incident is resolved')
  scene.tell('resolved', scene.injected.plan.summary)
}

/** What was done becomes the draft of a page. */
export async function draftThePage(scene: Scene, incident: string): Promise<{ id: string }> {
  await scene.ana.ask(incident, 'draft-page')
  const draft = await untilSeen('the draft of a page', async () => (await scene.ana.incident(incident)).drafts.at(-1))
  scene.tell('drafted', `${draft.title}: ${draft.markdown.split('\n').length} lines from what was done`)
  return draft
}

/** The draft becomes a page of the runbook. */
export async function writeThePage(scene: Scene, incident: string): Promise<WrittenPage> {
  const draft = await draftThePage(scene, incident)
  const accepted = (await scene.ana.ask(incident, 'accept-page', { draft: draft.id })).find(
    each => each.type === 'PageAccepted',
  )
  const is = accepted?.type === 'PageAccepted' ? accepted.data : await untilAccepted(scene, incident)
  expectThat(/^[0-9a-f]{7,64}$/.test(is.commit), 'the page is a commit in the runbook')
  scene.tell('page', `${is.path} is commit ${is.commit.slice(0, 8)} of the runbook`)
  return { page: is.page, title: is.title }
}

async function untilAccepted(scene: Scene, incident: string) {
  return untilSeen('the page to be committed', async () => {
    const { entries } = await scene.ana.get<{ entries: { type: string; data: unknown }[] }>(
      `/api/v1/incidents/${incident}/timeline`,
    )
    const entry = entries.find(each => each.type === 'PageAccepted')
    return entry?.data as { page: string; path: string; title: string; commit: string } | undefined
  })
}
