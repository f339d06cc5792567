import { type Scene, scene, theory } from './scene.ts'

/** What is known, what the runbook says, and how it ends. */
export const reasonScenes: readonly Scene[] = [
  scene('unknown-hypothesis', ({ ana }) => ({ by: ana, command: 'confirm-cause', body: { hypothesis: 'H9' } })),
  scene('unknown-hypothesis', async here => {
    await theory(here)
    return { by: here.ana, command: 'rule-out', body: { hypothesis: 'H9', reason: 'It answers' } }
  }),
  scene('unknown-hypothesis', async here => {
    await theory(here)
    await here.done(here.ana, 'add-evidence', { source: 'gateway', kind: 'paste', text: 'no route' })
    const body = { evidence: 'E1', hypothesis: 'H9', stance: 'for' }
    return { by: here.ana, command: 'attach-evidence', body }
  }),
  scene('unknown-hypothesis', ({ ana }) => {
    const body = { source: 'gateway', kind: 'paste', text: 'no route', hypothesis: 'H9', stance: 'for' }
    return { by: ana, command: 'add-evidence', body }
  }),
  scene('unknown-hypothesis', ({ ana }) => {
    const body = { source: 'gateway', kind: 'paste', text: 'no route\n'.repeat(1_000), stance: 'for' }
    return { by: ana, command: 'add-evidence', body }
  }),
  scene('unknown-evidence', async here => {
    await theory(here)
    await here.done(here.ana, 'add-evidence', { source: 'gateway', kind: 'paste', text: 'no route' })
    const body = { evidence: 'E9', hypothesis: 'H1', stance: 'for' }
    return { by: here.ana, command: 'attach-evidence', body }
  }),
  scene('unknown-evidence', async here => {
    await theory(here)
    return { by: here.ana, command: 'rule-out', body: { hypothesis: 'H1', reason: 'It answers', evidence: 'E9' } }
  }),
  scene('cause-without-evidence', async here => {
    await theory(here)
    return { by: here.ana, command: 'confirm-cause', body: { hypothesis: 'H1' } }
  }),
  scene('cause-without-evidence', async here => {
    await theory(here)
    await here.done(here.ana, 'add-evidence', { source: 'gateway', kind: 'paste', text: 'no route' })
    return { by: here.ana, command: 'confirm-cause', body: { hypothesis: 'H1' } }
  }),
  scene('cause-without-evidence', async here => {
    await theory(here)
    await here.done(here.ana, 'waive', { rule: 'cause-without-evidence', reason: 'I see it with my own eyes' })
    return { by: here.ana, command: 'confirm-cause', body: { hypothesis: 'H1' } }
  }),
  scene('unknown-remark', ({ ana }) => ({ by: ana, command: 'keep-remark', body: { remark: 'R9', as: 'statement' } })),
  scene('ruled-out', async here => {
    await theory(here)
    await here.done(here.ana, 'rule-out', { hypothesis: 'H1', reason: 'It answers' })
    return { by: here.ana, command: 'confirm-cause', body: { hypothesis: 'H1' } }
  }),

  scene('unknown-page', ({ ana }) => ({ by: ana, command: 'known-issue', body: { says: 'DNS', page: 'shop/none' } })),
  scene('unknown-page', ({ ana }) => ({ by: ana, command: 'follow-page', body: { page: 'shop/none' } })),
  scene('unknown-page', ({ ana }) => ({ by: ana, command: 'run-step', body: { page: 'shop/none', step: '1' } })),
  scene('unknown-step', ({ ana }) => ({
    by: ana,
    command: 'run-step',
    body: { page: 'shop/bad-deploy', step: 'no such step' },
  })),

  scene('unknown-draft', ({ ana }) => ({ by: ana, command: 'accept-page', body: { draft: 'none' } })),
  scene('unknown-draft', async ({ ana, done }) => {
    await done(ana, 'draft-page')
    return { by: ana, command: 'accept-page', body: { draft: 'none' } }
  }),
  scene('unknown-incident', ({ ana }) => ({ by: ana, command: 'merge-into', body: { incident: 'INC-99999' } })),
  scene('into-itself', ({ ana, incident }) => ({ by: ana, command: 'merge-into', body: { incident } })),
  scene('merged-away', async here => {
    const [other, last] = [await here.fire('carts are slow'), await here.fire('the shop is slow')]
    await other.done(here.ana, 'merge-into', { incident: last.incident })
    return { by: here.ana, command: 'merge-into', body: { incident: `INC-${other.number}` } }
  }),
  scene('merged-away', async here => {
    const other = await here.fire('carts are slow')
    await other.done(here.ana, 'merge-into', { incident: here.incident })
    return { by: here.ana, command: 'merge-into', body: { incident: `INC-${other.number}` } }
  }),
]
