import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildWeb, openChromium } from '../chromium.ts'
import { heavy, sweep, writeIndex } from './index.ts'
import { openNight } from './night.ts'
import { pictures } from './scenes.ts'
import { take } from './take.ts'

/** `npm run pictures`; PICTURES=room,home takes those alone, at the same moments of the night. */
test('every state is in docs/pictures, and nothing is wrong with it', async () => {
  mkdirSync(join(import.meta.dirname, '..', '..', 'docs', 'pictures'), { recursive: true })
  const wanted = process.env['PICTURES']?.split(',')
  const [browser, night] = await Promise.all([openChromium(), openNight(), buildWeb()])
  const wrong: string[] = []
  try {
    for (const picture of pictures) {
      await picture.before?.(night)
      if (!wanted || wanted.some(part => picture.name.startsWith(part)))
        wrong.push(...(await take(browser, night, picture)))
      await picture.after?.(night)
    }
  } finally {
    await browser.close()
    await night.end()
  }
  sweep(pictures)
  writeIndex(pictures)
  expect([...wrong, ...heavy(90_000)]).toEqual([])
})
