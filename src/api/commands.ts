import type { AskSpecs } from '../incident/asks.ts'
import { changeAsks } from '../steps/change/asks.ts'
import { consultAsks } from '../steps/consult/asks.ts'
import { documentAsks } from '../steps/document/asks.ts'
import { identifyAsks } from '../steps/identify/asks.ts'
import { intakeAsks } from '../steps/intake/asks.ts'
import { notifyAsks } from '../steps/notify/asks.ts'
import { rallyAsks } from '../steps/rally/asks.ts'

/** Every command of the road by its name, in the article's order: body, who may, and its sentence. */
export const commands: AskSpecs = {
  ...intakeAsks,
  ...notifyAsks,
  ...identifyAsks,
  ...consultAsks,
  ...rallyAsks,
  ...changeAsks,
  ...documentAsks,
}
