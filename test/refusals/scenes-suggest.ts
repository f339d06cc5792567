import { promptAgent } from '../rally/prompt-agent.ts'
import { anaAndBen, type Scene, scene, suggestion } from './scene.ts'
import type { Here } from './stage.ts'

const on = { suggestion: 'S1' }
const asksForPrompt = ({ ana }: Here) => ({ by: ana, command: 'put-at-prompt', body: on })

/** Ben suggests a command that only looks, and Ana accepts it. */
async function looks(here: Here): Promise<void> {
  await anaAndBen(here)
  await here.done(here.ben, 'suggest', { text: 'Look at the disk', why: 'It was full on Monday', command: 'df -h' })
  await here.done(here.ana, 'accept-suggestion', on)
}

/** What is suggested and does not get to a prompt; tasks. */
export const suggestScenes: readonly Scene[] = [
  scene('not-accepted', async here => {
    await anaAndBen(here)
    await suggestion(here)
    return asksForPrompt(here)
  }),
  scene('nothing-to-put', async here => {
    await anaAndBen(here)
    await suggestion(here)
    await here.done(here.ana, 'accept-suggestion', on)
    return asksForPrompt(here)
  }),
  scene('no-terminal', async here => {
    await looks(here)
    return asksForPrompt(here)
  }),
  scene('which-prompt', async here => {
    await looks(here)
    for (const host of ['db-1', 'web-1']) await promptAgent(here.world.url, here.ana, here.incident, host)
    return asksForPrompt(here)
  }),
  scene('keyboard-held', async here => {
    await looks(here)
    await promptAgent(here.world.url, here.ana, here.incident, 'db-1')
    return { by: here.ben, command: 'put-at-prompt', body: on }
  }),
  scene('not-the-lead', async here => {
    await anaAndBen(here)
    await suggestion(here)
    return { by: here.mira, command: 'hold-suggestion', body: on }
  }),
  scene('unknown-task', ({ ana }) => ({ by: ana, command: 'take-task', body: { task: 'T9' } })),
  scene('unknown-task', async ({ ana, done }) => {
    await done(ana, 'give-task', { what: 'Call the provider', minutes: 10 })
    return { by: ana, command: 'done-with-task', body: { task: 'T9' } }
  }),
  scene('task-over', async ({ ana, done }) => {
    await done(ana, 'give-task', { what: 'Call the provider' })
    await done(ana, 'done-with-task', { task: 'T1' })
    return { by: ana, command: 'drop-task', body: { task: 'T1' } }
  }),
]
