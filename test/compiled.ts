import { join } from 'node:path'

/**
 * For the environment of a child that runs our sources: what Node made of them is kept where the launcher keeps it, or each
 * of some hundred starts strips and compiles every file anew.
 */
export const compiled = { NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/compiled') }
