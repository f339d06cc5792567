import type { Perform } from '../engine/perform.ts'

/** The agents here do not put anything at a prompt yet: another node's may. */
export const putAtPrompt: Perform<'put-at-prompt'> = async () => ({
  outcome: 'retry',
  answer: 'no agent of this node puts a command at a prompt',
})
