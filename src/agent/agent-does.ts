import type { HostDoes } from './host-wishes.ts'
import { shellWishes } from './shell-wishes.ts'

/** All that the whole agent can do. What of it is allowed says the file on its host. */
export const agentDoes: HostDoes = { ...shellWishes }
