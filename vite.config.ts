import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Whoever builds it, a test as well, gets what people get: React's small and fast form.
process.env['NODE_ENV'] = 'production'

// The room in the browser. The terminal is a chunk of its own and comes with the first shared terminal.
export default defineConfig({
  root: 'src/web',
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
