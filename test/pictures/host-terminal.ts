import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type IPty, spawn } from '@lydell/node-pty'
import type { Page } from 'playwright-core'
import { until } from '../harness.ts'
import type { Size } from './picture.ts'

const file = (path: string) => readFileSync(createRequire(import.meta.url).resolve(`@xterm/xterm/${path}`), 'utf8')
const sizes = { desk: { cols: 100, rows: 16 }, phone: { cols: 44, rows: 20 } } as const

/** Somebody's own terminal, in which a program of the host runs. */
export interface HostTerminal {
  type(keys: string): void
  /** Waits until the program has said this. */
  says(text: string): Promise<void>
  /** Draws what it shows now as a page of its own. */
  draw(page: Page, title: string): Promise<void>
  end(): void
}

/** `typed` stands above, as they typed it at their own prompt. */
export function openHostTerminal(
  size: Size,
  program: string,
  args: string[],
  { typed, env }: { typed: string; env: Record<string, string> },
): HostTerminal {
  const shape = sizes[size]
  const pty: IPty = spawn(program, args, { ...shape, name: 'xterm-256color', env: { ...process.env, ...env } })
  let shown = `\u001b[32mben@laptop\u001b[0m:~$ ${typed}\r\n`
  pty.onData(data => (shown += data))
  return {
    type: keys => pty.write(keys),
    says: async text => {
      const flat = text.replaceAll(' ', '')
      // A narrow terminal breaks a line wherever it ends.
      await until(() => shown.replace(/\s/g, '').includes(flat), `${text} in ${JSON.stringify(shown)}`, 60_000)
    },
    draw: (page, title) => drawn(page, title, shown, shape),
    end: () => pty.kill(),
  }
}

async function drawn(page: Page, title: string, shown: string, shape: { cols: number; rows: number }): Promise<void> {
  await page.goto('about:blank')
  await page.setContent(`<!doctype html><html lang="en"><title>${title}</title><style>${file('css/xterm.css')}
    :root { color-scheme: light dark; background: light-dark(#e9edf1, #05080b); color: light-dark(#1b2530, #d8e0e8); font: 14px/1.4 system-ui }
    body { margin: 0; padding: 16px; box-sizing: border-box; min-height: 100vh; display: grid; place-items: center }
    h1 { font-size: 13px; margin: 0; padding: 8px 12px; border-bottom: 1px solid light-dark(#c3ccd5, #1c2733) }
    main { border: 1px solid light-dark(#c3ccd5, #1c2733); border-radius: 8px; overflow: hidden }
    #screen { padding: 10px; background: light-dark(#ffffff, #090d12) }</style>
    <main><h1>${title}</h1><div id="screen"></div></main></html>`)
  await page.addScriptTag({ content: file('lib/xterm.js') })
  await page.evaluate(
    async ({ shown, shape }) => {
      const { Terminal } = window as unknown as { Terminal: new (options: object) => Drawn }
      const terminal = new Terminal({ ...shape, fontSize: 13, fontFamily: 'monospace', disableStdin: true })
      const isDark = matchMedia('(prefers-color-scheme: dark)')
      const paint = () => {
        const [background, foreground] = isDark.matches ? ['#090d12', '#d8e0e8'] : ['#ffffff', '#1b2530']
        terminal.options.theme = {
          background,
          foreground,
          cursor: foreground,
          green: isDark.matches ? '#6cc07a' : '#17692b',
        }
      }
      paint()
      isDark.addEventListener('change', paint)
      terminal.open(document.querySelector('#screen') as HTMLElement)
      await new Promise<void>(resolve => terminal.write(shown, resolve))
    },
    { shown, shape },
  )
}

interface Drawn {
  options: { theme: object }
  open(box: HTMLElement): void
  write(text: string, done: () => void): void
}
