import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axeCore from 'axe-core'
import type { Page } from 'playwright-core'

type Axe = typeof axeCore

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Controls too small for a thumb. */
export async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = [...document.querySelectorAll<HTMLElement>('button, a, select, input, summary')]
    // A thumb hits the words beside a small box as well.
    const hit = (one: HTMLElement) => (one.matches('[type="radio"], [type="checkbox"]') && one.closest('label')) || one
    const boxes = controls.map(one => ({
      says: one.innerText || one.id || one.outerHTML.slice(0, 80),
      height: hit(one).getBoundingClientRect().height,
    }))
    return boxes.filter(box => box.height > 0 && box.height < 44).map(box => `${box.says}: ${box.height}`)
  })
}

export const tooWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

/** Places of the bar that do not fit it, so that one has to guess that it scrolls. */
export const cutPlaces = (page: Page) =>
  page.evaluate(() => {
    const nav = document.querySelector('nav[aria-label="Places"]')
    return nav ? Math.max(0, nav.scrollWidth - nav.clientWidth) : 0
  })

/** What axe finds on a page, in short, and what it takes for hidden on purpose: words in the colour that they stand on. */
export async function unreachable(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: Axe }).axe.run()
    const unseen = [...document.querySelectorAll<HTMLElement>('a, button')].filter(one => {
      const { color, backgroundColor } = getComputedStyle(one)
      return color === backgroundColor && one.innerText.trim() !== ''
    })
    return [
      ...violations.map(found => `${found.id}: ${found.nodes.map(node => node.html.slice(0, 120)).join(' | ')}`),
      ...unseen.map(one => `unseen: ${one.outerHTML.slice(0, 120)}`),
    ]
  })
}
