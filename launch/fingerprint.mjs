import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What was built from the same sources needs no building. All of src counts, since rooms are shared; tests do not. */
export function fingerprint(root, others) {
  const hash = createHash('sha256')
  const files = readdirSync(join(root, 'src'), { recursive: true })
    .map(file => join('src', file))
    .filter(file => /\.(ts|tsx|css|html|svg)$/.test(file) && !/\.test\.tsx?$/.test(file))
    .sort()
  for (const file of [...files, ...others]) {
    if (existsSync(join(root, file)))
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(join(root, file)))
        .update('\0')
  }
  return hash.digest('hex')
}
