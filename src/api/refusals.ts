import { changeRefusals } from '../steps/change/say.ts'
import { consultRefusals } from '../steps/consult/say.ts'
import { documentRefusals } from '../steps/document/say.ts'
import { identifyRefusals } from '../steps/identify/say.ts'
import { notifyRefusals } from '../steps/notify/say.ts'
import { rallyRefusals } from '../steps/rally/say.ts'

/** What a terminal's own line may be refused with, besides what the steps refuse. */
const terminalRefusals = ['keyboard-held', 'no-terminal', 'not-allowed', 'not-found']

/** Refusals without a way forward, for nothing is left to do: the words that say what happens by itself. */
export const comesByItself: Readonly<Record<string, string>> = {
  running: 'Its outcome comes by itself.',
}

/** Every code that a refusal may carry: part of the API. `checks/refusals.test.ts` compares it with the code. */
export const refusals: readonly string[] = [
  ...new Set([
    ...notifyRefusals,
    ...identifyRefusals,
    ...consultRefusals,
    ...rallyRefusals,
    ...changeRefusals,
    ...documentRefusals,
    ...terminalRefusals,
  ]),
].sort()
