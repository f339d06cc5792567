import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Whoever builds it, a test as well, gets what people get: React's small and fast form.
process.env['NODE_ENV'] = 'production'

// The room in the browser, and the worker that shows pushes: it keeps its name, since browsers ask for it by that. The terminal is a
// chunk of its own and comes with the first shared terminal.
export default defineConfig({
  root: 'src/web',
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { index: 'src/web/index.html', push: 'src/web/push/service-worker.ts' },
      output: { entryFileNames: ({ name }) => (name === 'push' ? 'push.js' : 'assets/[name]-[hash].js') },
    },
  },
})
