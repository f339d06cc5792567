import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const root = join(import.meta.dirname, '..')

/** A real Chromium: CHROME_PATH, one that is installed, else the one that comes as a package. */
export async function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await chromiumPath(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export const chromiumPath = async (): Promise<string> => process.env['CHROME_PATH'] ?? installed() ?? (await packaged())

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap(folder => [join(folder, 'chromium'), join(folder, 'google-chrome')]).find(existsSync)
}

async function packaged(): Promise<string> {
  const { default: chromium } = await import('@sparticuz/chromium')
  return chromium.executablePath()
}

/** `npm test` has built the page; a single test file run by hand builds it where its sources are newer. */
export async function buildWeb(): Promise<void> {
  const script = `import('./launch/web.mjs').then(web => web.buildWebIfStale(process.cwd(), process.execPath))`
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: root })
}
