import type { HostDoes } from './host-wishes.ts'

/** All that the whole agent can do. What of it is allowed says the file on its host. */
export const agentDoes: HostDoes = {}
