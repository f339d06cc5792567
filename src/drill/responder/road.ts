import { fixAll, giveTheKeyboardToBen, mitigate } from './act.ts'
import { hearAndAcknowledge } from './hear.ts'
import type { Scene } from './scene.ts'
import { goTheSecondTime } from './second-time.ts'
import { shareTerminal } from './terminal.ts'
import { confirmTheCause, lookIntoTheBook, ruleOutTheTempting, sizeUpAndLook } from './think.ts'
import { resolve, writeThePage } from './write-down.ts'

/** The whole road once, as three calm people go it, and then the second time. Throws at the first step that did not happen. */
export async function goTheRoad(scene: Scene): Promise<void> {
  const { id } = await hearAndAcknowledge(scene)
  await sizeUpAndLook(scene, id)
  await giveTheKeyboardToBen(scene, id)
  const shared = await shareTerminal(scene.shop.folder, scene.ben, id)
  scene.tell('terminal', 'Ben shares his shell; everyone else watches')
  await ruleOutTheTempting(scene, id)
  lookIntoTheBook(scene, await scene.ana.incident(id))
  await mitigate(scene, id)
  const cause = await confirmTheCause(scene, id)
  await fixAll(scene, id, cause)
  await shared.end()
  await resolve(scene, id)
  const page = await writeThePage(scene, id)
  await goTheSecondTime(scene, id, page)
}
