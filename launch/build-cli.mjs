import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { terminals } from './terminals.mjs'

// A program of its own: bundles the commands that only speak to a server, with the native part of a terminal, into one
// file that nothing stands beside.
const [root, outDir] = process.argv.slice(2).map(path => resolve(path))
const carried = terminals(root)

const [carriedId, windowsId] = ['\0carried-pty', '\0no-windows']
const sources = {
  [windowsId]: 'export const WindowsTerminal = undefined',
  [carriedId]: `import { carriedFile, loadCarried } from ${JSON.stringify(join(root, 'src', 'agent', 'carried-pty.ts'))}
const carried = ${JSON.stringify(carried)}
export const requireBinary = name => loadCarried(carried, name)
export const helperPath = () => carriedFile(carried, 'spawn-helper')`,
}

const carriedPty = {
  name: 'carried-pty',
  enforce: 'pre',
  resolveId: id => ({ './requireBinary': carriedId, './windowsTerminal': windowsId })[id] ?? null,
  load: id => sources[id] ?? null,
  transform(code, id) {
    if (!id.endsWith('node-pty/unixTerminal.js')) return null
    const changed = code.replace('require.resolve(helperPath)', 'requireBinary_1.helperPath()')
    if (changed === code) throw new Error('node-pty finds its helper in another way now: see launch/build-cli.mjs')
    return changed
  },
}

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [carriedPty],
  define: { 'import.meta.main': 'false' },
  ssr: { noExternal: true, external: ['bufferutil', 'utf-8-validate'] },
  build: {
    ssr: join(root, 'src', 'cli', 'handed-out.ts'),
    outDir,
    emptyOutDir: true,
    target: 'node20.19',
    minify: false,
    rolldownOptions: { output: { format: 'cjs', entryFileNames: 'bundle.cjs', codeSplitting: false } },
  },
})
writeFileSync(join(outDir, 'terminals.json'), JSON.stringify(Object.keys(carried)))
