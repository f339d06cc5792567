import { fixAll, giveTheKeyboardToBen, mitigate } from './act.ts'
import { hearAndAcknowledge } from './hear.ts'
import type { Scene } from './scene.ts'
import { goTheSecondTime } from './second-time.ts'
import { shareLog, shareTerminal } from './terminal.ts'
import { confirmTheCause, lookIntoTheBook, ruleOutTheTempting, sizeUpAndLook } from './think.ts'
import { draftThePage, resolve, writeThePage } from './write-down.ts'

/** The whole road once, as three calm people go it, and then the second time. Throws at the first step that did not happen. */
export async function goTheRoad(scene: Scene): Promise<void> {
  const id = await putItOut(scene, shareTerminal, 'Ben shares his shell; everyone else watches')
  const page = await writeThePage(scene, id)
  await goTheSecondTime(scene, id, page)
}

/**
 * On a Fireline that people use: they see the shop's log live, and what is done is done by hand. A shell that somebody could
 * ask the keyboard of would be a way onto this machine. The page is drafted, and nobody keeps it.
 */
export async function goTheRoadAsGuests(scene: Scene): Promise<void> {
  const id = await putItOut(scene, shareLog, "Ben shows the log of the shop's proxy; everyone else watches")
  await draftThePage(scene, id)
}

/** From the alert to the end of the fire; the incident's id. */
async function putItOut(scene: Scene, share: typeof shareTerminal | typeof shareLog, says: string): Promise<string> {
  const { id } = await hearAndAcknowledge(scene)
  await sizeUpAndLook(scene, id)
  await giveTheKeyboardToBen(scene, id)
  const shared = await share(scene.shop.folder, scene.ben, id)
  scene.tell('terminal', says)
  await ruleOutTheTempting(scene, id)
  lookIntoTheBook(scene, await scene.ana.incident(id))
  await mitigate(scene, id)
  const cause = await confirmTheCause(scene, id)
  await fixAll(scene, id, cause)
  await shared.end()
  await resolve(scene, id)
  return id
}
