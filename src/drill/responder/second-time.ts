import { untilSeen } from '../client.ts'
import { doIt } from './act.ts'
import { hearAndAcknowledge } from './hear.ts'
import { expectThat, type Scene } from './scene.ts'
import { resolve, type WrittenPage } from './write-down.ts'

/** The same alert with another instance label: the page of last time is the first thing that is offered. */
export async function goTheSecondTime(scene: Scene, former: string, written: WrittenPage): Promise<void> {
  scene.shop.watchAs('proxy-2')
  await scene.injected.again()
  const { id } = await hearAndAcknowledge(scene, [former])
  const offered = await untilSeen('a page to be offered', async () => (await scene.ana.incident(id)).suggestedPages[0])
  expectThat(offered.page === written.page, `"${written.title}" is offered first (it was "${offered.title}")`)
  scene.tell('runbook', `${offered.title}: ${offered.why}`)
  await scene.ana.ask(id, 'follow-page', { page: offered.page })
  const { mitigation, fixes } = scene.injected.plan
  const rest = { page: offered.page }
  await doIt(scene, id, mitigation, rest, 'mitigation', scene.ana)
  for (const fix of fixes.filter(each => each.kind === 'simple')) await doIt(scene, id, fix, rest, 'fix', scene.ana)
  scene.tell('mitigated', 'Ana did what the page says, alone')
  await resolve(scene, id)
}
