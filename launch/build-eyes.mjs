import { join, resolve } from 'node:path'
import { build } from 'vite'

// A program of its own: bundles the eyes, the agent that can do nothing but read, into one file that nothing stands beside.
// `checks/eyes.test.ts` reads what comes out: whatever could start a program is not in it.
const [root, outDir] = process.argv.slice(2).map(path => resolve(path))

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  define: { 'import.meta.main': 'false' },
  ssr: { noExternal: true, external: ['bufferutil', 'utf-8-validate'] },
  build: {
    ssr: join(root, 'src', 'agent', 'eyes', 'main.ts'),
    outDir,
    emptyOutDir: false,
    target: 'node20.19',
    minify: false,
    rolldownOptions: { output: { format: 'cjs', entryFileNames: 'eyes.cjs', codeSplitting: false } },
  },
})
