import * as modules from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Keeps what Node made of our sources beside the packages, never in a temp folder that others may write: the second start is
 * faster and smaller. Not by an environment variable, which a shared shell would inherit. A folder that cannot be written is no cache.
 */
export function keepCompiled() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  modules.enableCompileCache?.(join(root, 'node_modules', '.cache', 'compiled'))
}
