import { runCheck } from './checks.ts'
import { look } from './eyes/look.ts'
import type { HostDoes } from './host-wishes.ts'
import { shellWishes } from './shell-wishes.ts'
import { runStep } from './steps.ts'

/** All that the whole agent can do. What of it is allowed says the file on its host. */
export const agentDoes: HostDoes = { look, 'run-check': runCheck, 'run-step': runStep(), ...shellWishes }
