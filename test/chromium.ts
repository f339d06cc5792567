import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

const root = join(import.meta.dirname, '..')

/** The windows of one test file. Closing it closes them, and leaves the program to the next file. */
export type OpenChromium = Pick<Browser, 'newContext' | 'newPage' | 'close'>

let shared: Promise<Browser> | undefined

/** A real Chromium, one for all files of a worker: CHROME_PATH, one that is installed, else the one that comes as a package. */
export async function openChromium(): Promise<OpenChromium> {
  shared ??= launch()
  const browser = (await shared).isConnected() ? await shared : await (shared = launch())
  const contexts: BrowserContext[] = []
  const newContext: Browser['newContext'] = async options => {
    const context = await browser.newContext(options)
    contexts.push(context)
    return context
  }
  return {
    newContext,
    newPage: async options => (await newContext(options)).newPage(),
    close: async () => void (await Promise.all(contexts.map(one => one.close()))),
  }
}

/** It ends with the process that launched it. */
async function launch(): Promise<Browser> {
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
      `--disable-features=${unwanted.join(',')}`,
    ],
  })
}

/**
 * Each window would load the two pages of its address bar, which nobody sees, and that takes half a second of a core.
 * The last such switch counts, so what playwright turns off stands here too.
 */
const unwanted = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
]

export const chromiumPath = async (): Promise<string> => process.env['CHROME_PATH'] ?? installed() ?? (await packaged())

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap(folder => [join(folder, 'chromium'), join(folder, 'google-chrome')]).find(existsSync)
}

async function packaged(): Promise<string> {
  const { default: chromium } = await import('@sparticuz/chromium')
  return chromium.executablePath()
}

let built: Promise<unknown> | undefined

/** `npm test` has built the page; a single test file run by hand builds it where its sources are newer. */
export async function buildWeb(): Promise<void> {
  const script = `import('./launch/web.mjs').then(web => web.buildWebIfStale(process.cwd(), process.execPath))`
  built ??= promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: root })
  await built
}
