#!/usr/bin/env node
// The bin. Node strips no types under node_modules, so an installed package runs the JavaScript that it ships.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNode24 } from './launch/node24.mjs'
import { runOnNode24 } from './launch/run.mjs'

const root = dirname(fileURLToPath(import.meta.url))
const shipped = join(root, 'dist', 'cli', 'cli.js')

try {
  const source = join(root, 'src', 'cli', 'cli.ts')
  await runOnNode24(findNode24(root), existsSync(source) ? source : shipped, process.argv.slice(2))
} catch (error) {
  process.stderr.write(`fireline: ${error.message}\n`)
  process.exitCode = 1
}
