import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Desk } from '../engine/desk.ts'
import { reason } from '../engine/log.ts'
import type { Outside } from '../engine/outside.ts'
import type { Perform } from '../engine/perform.ts'
import type { Settings } from '../settings.ts'
import type { StatusPage } from '../steps/notify/status-page.ts'
import { listStatusPages } from '../store/status-pages.ts'
import { statusAtom } from './status-atom.ts'
import { statusPage } from './status-html.ts'
import { linksAt, linksInFolder } from './status-links.ts'
import { pastPage } from './status-past.ts'
import { firstPage, readPast, readStatus } from './status-read.ts'

type Where = Pick<Settings, 'dataDir' | 'statusCopy'>
type Files = Record<'index.html' | 'history.html' | 'atom.xml', string>

/** Written as soon as somebody was told something. What cannot be written now is written with the next minute. */
export const performStatusCopy =
  (settings: Where, outside: Pick<Outside, 'url'>): Perform<'status-copy'> =>
  async (_owed, desk) =>
    writeStatusCopies(desk, settings, outside.url()).then(
      folder => ({ outcome: 'delivered', answer: `written to ${folder}` }),
      (error: unknown) => ({ outcome: 'failed', answer: reason(error) }),
    )

const trouble = new WeakMap<Desk, string>()

/** Each minute, so that a copy says how old it is at most. A folder that cannot be written is an error in the log, once. */
export async function keepStatusCopies(desk: Desk, settings: Settings): Promise<void> {
  try {
    await writeStatusCopies(desk, settings, settings.url ?? '')
    trouble.delete(desk)
  } catch (error) {
    const why = reason(error)
    if (trouble.get(desk) !== why) desk.log.error('the copies of status pages cannot be written', { reason: why })
    trouble.set(desk, why)
  }
}

/**
 * The pages that everybody may read, as files that need no server: the first one in the folder itself, each in one of its name.
 * Each file is whole or the one before. What is not public any more is taken away.
 */
export function writeStatusCopies(desk: Desk, where: Where, url: string): Promise<string> {
  const before = lastWrite.get(desk) ?? Promise.resolve()
  const written = before.catch(() => {}).then(() => write(desk, where, url))
  lastWrite.set(desk, written)
  return written
}

/** One after the other, so that the newest is written last. */
const lastWrite = new WeakMap<Desk, Promise<unknown>>()

async function write(desk: Desk, { dataDir, statusCopy }: Where, url: string): Promise<string> {
  const folder = statusCopy ?? join(dataDir, 'status')
  const [first, pages] = await Promise.all([firstPage(desk.db), listStatusPages(desk.db)])
  const open = pages.filter(page => page.isPublic)
  await mkdir(folder, { recursive: true })
  if (first) await keep(folder, await filesOf(desk, first, url))
  else await takeAway(folder)
  for (const page of open) await keep(join(folder, page.slug), await filesOf(desk, page, url))
  const shown = new Set(open.map(page => page.slug))
  const inside = await readdir(folder, { withFileTypes: true })
  for (const one of inside) if (one.isDirectory() && !shown.has(one.name)) await takeAway(join(folder, one.name))
  return folder
}

async function filesOf(desk: Desk, page: StatusPage, url: string): Promise<Files> {
  const at = desk.clock.at()
  const live = linksAt(page.slug, undefined, false, new Map())
  const links = linksInFolder(`${url}${live.home}`)
  const [view, past] = await Promise.all([readStatus(desk.db, page, at), readPast(desk.db, page, at)])
  return {
    'index.html': statusPage(view, links),
    'history.html': pastPage(view, past, links),
    'atom.xml': statusAtom({ view, past, url: `${url}${live.home}`, incidentUrl: id => `${url}${live.incident(id)}` }),
  }
}

async function keep(folder: string, files: Files): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) {
    const draft = join(folder, `.${name}.${process.pid}`)
    await writeFile(draft, text)
    await rename(draft, join(folder, name))
  }
}

/** Only what we wrote: a folder may hold more. */
async function takeAway(folder: string): Promise<void> {
  const written = await readFile(join(folder, 'index.html'), 'utf8').catch(() => '')
  if (!written.includes(copySays)) return
  for (const name of ['index.html', 'history.html', 'atom.xml']) await rm(join(folder, name), { force: true })
}

const copySays = 'This is a copy, kept apart'
