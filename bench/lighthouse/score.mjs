// Reads a plan from stdin, {chromium, rounds, pages: [{name, url, cookie?, phone}]}, and prints what Lighthouse says of each page as JSON.
import { text } from 'node:stream/consumers'
import lighthouse, { desktopConfig } from 'lighthouse'
import puppeteer from 'puppeteer-core'

const plan = JSON.parse(await text(process.stdin))
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync']
const scores = []
for (const page of plan.pages) scores.push({ name: page.name, ...(await scoreOf(page)) })
process.stdout.write(`${JSON.stringify(scores)}\n`)

/** The median round by performance, and every accessibility audit that any round failed. */
async function scoreOf(page) {
  const rounds = []
  for (let round = 0; round < plan.rounds; round++) rounds.push(await runOnce(page))
  const sorted = rounds.toSorted((a, b) => a.performance - b.performance)
  return { ...sorted[sorted.length >> 1], failed: [...new Set(rounds.flatMap(({ failed }) => failed))] }
}

/** A browser of its own each time: nothing is cached, nobody is signed in but by the cookie. */
async function runOnce({ url, cookie, phone }) {
  const browser = await puppeteer.launch({ executablePath: plan.chromium, args })
  try {
    if (cookie) await browser.setCookie(cookie)
    const page = await browser.newPage()
    const flags = { onlyCategories: ['performance', 'accessibility'], disableStorageReset: true, logLevel: 'error' }
    const result = await lighthouse(url, flags, phone ? undefined : desktopConfig, page)
    return read(result.lhr)
  } finally {
    await browser.close()
  }
}

function read({ categories, audits, finalDisplayedUrl }) {
  const failed = categories.accessibility.auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score === 0)
  return {
    at: new URL(finalDisplayedUrl).pathname,
    performance: Math.round(categories.performance.score * 100),
    accessibility: Math.round(categories.accessibility.score * 100),
    firstPaintMs: Math.round(audits['first-contentful-paint'].numericValue),
    bytes: Math.round(audits['total-byte-weight'].numericValue),
    failed: failed.map(({ id }) => id),
  }
}
