import { changeRefusals } from '../steps/change/say.ts'
import { consultRefusals } from '../steps/consult/say.ts'
import { documentRefusals } from '../steps/document/say.ts'
import { identifyRefusals } from '../steps/identify/say.ts'
import { intakeRefusals } from '../steps/intake/say.ts'
import { notifyRefusals } from '../steps/notify/say.ts'
import { rallyRefusals } from '../steps/rally/say.ts'

/** What a terminal's own line may be refused with, besides what the steps refuse. */
const terminalRefusals = ['keyboard-held', 'no-control-yet', 'no-terminal', 'not-allowed', 'not-found']

/** What a host may say to who wants a shell on it. */
const openingRefusals = [
  'no-agent',
  'not-on-the-list',
  'other-account',
  'shell-did-not-start',
  'shell-ended',
  'shell-off',
  'signature-refused',
  'signed-too-late',
]

/** Refusals without a way forward, for nothing is left to do: the words that say what happens by itself. */
export const comesByItself: Readonly<Record<string, string>> = {
  running: 'Its outcome comes by itself.',
}

/** Ways that leave things as they are, on purpose: they take the no away, and the theory stands on the board as before. */
export const leavesAsItIs: Readonly<Record<string, string>> = {
  'cause-without-evidence': 'Keep as theory',
}

/** Every code that a refusal may carry: part of the API. `checks/refusals.test.ts` compares it with the code. */
export const refusals: readonly string[] = [
  ...new Set([
    ...intakeRefusals,
    ...notifyRefusals,
    ...identifyRefusals,
    ...consultRefusals,
    ...rallyRefusals,
    ...changeRefusals,
    ...documentRefusals,
    ...terminalRefusals,
    ...openingRefusals,
  ]),
].sort()
