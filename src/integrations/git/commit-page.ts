import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Committed, type PageCommit, RunbookBusy } from '../../steps/consult/runbook-store.ts'
import { committerOnly } from './committer.ts'
import { fileOf } from './page-file.ts'
import { git, runGit } from './run-git.ts'
import { sendUpstream } from './send-upstream.ts'

export const draftTrailer = 'Fireline-Draft'

/** Commits one page, once for each draft: the commit names its draft, and is looked for first. */
export async function commitPage(root: string, page: PageCommit): Promise<Committed> {
  const before = await commitOf(root, page.draft)
  if (before) return before
  await refuseHalfMerged(root)
  const { path, markdown, trouble } = await fitted(root, page)
  await write(root, path, markdown, page.draft)
  await git(root, ['add', '--', path])
  const message = `${page.message.replaceAll('\0', '').trim()}\n\n${draftTrailer}: ${page.draft}\n`
  const how = ['commit', '--quiet', '--no-verify', '--allow-empty', '--cleanup=whitespace', '--only']
  await git(root, [...how, '-m', message, '--', path], signature(page.author))
  const sent = await sendUpstream(root)
  const commit = await git(root, ['rev-parse', 'HEAD'])
  return { commit, path, ...joined(trouble, sent) }
}

const joined = (...troubles: (string | undefined)[]): { trouble?: string } => {
  const said = troubles.filter(trouble => trouble !== undefined).join(' ')
  return said === '' ? {} : { trouble: said }
}

async function commitOf(root: string, draft: string): Promise<Committed | undefined> {
  const wanted = `--grep=^${draftTrailer}: ${draft}$`
  const { code, stdout } = await runGit(root, ['log', '--all', '-1', '--format=%H', wanted])
  const commit = stdout.toString().trim()
  if (code !== 0 || commit === '') return undefined
  const names = await git(root, ['show', '--no-ext-diff', '--name-only', '--format=', commit, '--'])
  return { commit, path: names.split('\n').find(name => /\.md$/i.test(name)) ?? '' }
}

async function refuseHalfMerged(root: string): Promise<void> {
  const unmerged = await git(root, ['ls-files', '--unmerged'])
  const merging = await runGit(root, ['rev-parse', '--quiet', '--verify', 'MERGE_HEAD'])
  if (unmerged !== '' || merging.code === 0)
    throw new RunbookBusy('The runbook is in the middle of a merge: finish it or run "git merge --abort" there.')
}

/** The words as they fit what stands there now: as they are, merged, or beside it when neither is possible. Nobody's words are lost. */
async function fitted(root: string, page: PageCommit): Promise<{ path: string; markdown: string; trouble?: string }> {
  const { path, markdown, base } = page
  const file = await fileOf(root, path)
  if (!file) throw new Error(`${path} is not a path for a page`)
  const now = await readFile(file, 'utf8').catch(() => undefined)
  if (now === undefined || now === markdown) return { path, markdown }
  if (base !== undefined) {
    if ((await versionOf(root, now)) === base) return { path, markdown }
    const merged = await merge(root, now, base, markdown)
    if (merged !== undefined)
      return { path, markdown: merged, trouble: `${path} had changed meanwhile; both were merged.` }
  }
  const beside = `${path.replace(/\.md$/i, '')}-${page.draft.slice(-8)}.md`
  return { path: beside, markdown, trouble: `${path} holds other words; this page stands beside it, as ${beside}.` }
}

/** Names a text exactly and keeps it, so that a later merge finds what the words started from. */
export function versionOf(root: string, markdown: string): Promise<string> {
  return inScratch(async folder => {
    const file = join(folder, 'page')
    await writeFile(file, markdown)
    return git(root, ['hash-object', '-w', '--no-filters', '--', file])
  })
}

async function merge(root: string, now: string, base: string, wanted: string): Promise<string | undefined> {
  const { code, stdout } = await runGit(root, ['cat-file', 'blob', base])
  if (code !== 0) return undefined
  return inScratch(async folder => {
    const files = ['now', 'base', 'wanted'].map(name => join(folder, name))
    const texts = [now, stdout, wanted]
    for (const [i, file] of files.entries()) await writeFile(file, texts[i] ?? '')
    const merged = await runGit(root, ['merge-file', '-p', '--', ...files])
    return merged.code === 0 ? merged.stdout.toString() : undefined
  })
}

async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fireline-page-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whole or not at all: a crash leaves no half page. */
async function write(root: string, path: string, markdown: string, draft: string): Promise<void> {
  const file = await fileOf(root, path)
  if (!file) throw new Error(`${path} is not a path for a page`)
  await mkdir(dirname(file), { recursive: true })
  const unfinished = join(dirname(file), `.fireline-${draft}`)
  await writeFile(unfinished, markdown)
  await rename(unfinished, file)
}

/** The author is the person; the hand that commits is Fireline's. */
function signature({ id, name, email }: PageCommit['author']): Record<string, string> {
  const plain = (text: string) => text.replaceAll(/[<>\p{Cc}]/gu, '').trim()
  return {
    GIT_AUTHOR_NAME: plain(name) || 'somebody',
    GIT_AUTHOR_EMAIL: plain(email ?? `${id}@fireline.invalid`),
    ...committerOnly,
  }
}
