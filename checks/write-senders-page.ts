import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './imports.ts'
import { sendersPage } from './senders-page.ts'

writeFileSync(join(root, 'docs/senders.md'), sendersPage())
