import { isUtf8 } from 'node:buffer'
import { cp, mkdir, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunbookStore } from '../../steps/consult/runbook-store.ts'
import { commitPage, versionOf } from './commit-page.ts'
import { committerOnly } from './committer.ts'
import { fileOf } from './page-file.ts'
import { bookOf } from './read-book.ts'
import { git, runGit } from './run-git.ts'

export interface RunbookFolder {
  folder: string
  /** Pages that an empty runbook starts with. */
  examples: string
}

/**
 * The runbook is a git repository of Markdown. One that is there is taken as it is; an empty or missing folder becomes one, with
 * the example pages. Without git the pages are still read; committing then says what is missing.
 */
export async function openRunbook({ folder, examples }: RunbookFolder): Promise<RunbookStore> {
  await mkdir(folder, { recursive: true })
  const root = await realpath(folder)
  if (!(await exists(join(root, '.git')))) await begin(root, examples)
  const { book, changed } = bookOf(root)
  const oneByOne = queue()
  return {
    book,
    async read(path) {
      const file = await fileOf(root, path)
      const bytes = file && (await readFile(file).catch(() => undefined))
      // Written back, other encodings would not be the bytes they were.
      const markdown = bytes && isUtf8(bytes) ? bytes.toString() : undefined
      return markdown === undefined || markdown === ''
        ? undefined
        : { markdown, version: await versionOf(root, markdown) }
    },
    async signature(path) {
      const file = path.endsWith('.sig') && (await fileOf(root, path.replace(/\.sig$/, '.md'), '.sig'))
      const text = file && (await readFile(file, 'utf8').catch(() => undefined))
      return text && text.length <= 8_000 ? text : undefined
    },
    commit: page => oneByOne(() => commitPage(root, page).finally(changed)),
  }
}

async function begin(root: string, examples: string): Promise<void> {
  if ((await readdir(root)).length === 0) await cp(examples, root, { recursive: true })
  else await refuseInnerFolder(root)
  if (!(await hasGit(root))) return
  await git(root, ['init', '--quiet', '--initial-branch=main', '--template='])
  await git(root, ['add', '--all', '--', '.'])
  const author = { GIT_AUTHOR_NAME: 'Fireline', GIT_AUTHOR_EMAIL: committerOnly.GIT_COMMITTER_EMAIL, ...committerOnly }
  await git(root, ['commit', '--quiet', '--no-verify', '--allow-empty', '-m', 'runbook: the first pages'], author)
}

/** A folder within somebody's larger repository is not made into one of its own. */
async function refuseInnerFolder(root: string): Promise<void> {
  const anyParent = { env: { GIT_CEILING_DIRECTORIES: '' } }
  const outer = await runGit(root, ['rev-parse', '--show-toplevel'], anyParent).catch(() => undefined)
  if (outer?.code !== 0) return
  const ignored = await runGit(root, ['check-ignore', '--quiet', '--', root], anyParent)
  if (ignored.code === 0) return
  throw new Error(`FIRELINE_RUNBOOK must be a repository itself; ${root} is within ${outer.stdout.toString().trim()}.`)
}

const hasGit = (root: string): Promise<boolean> =>
  runGit(root, ['--version']).then(
    ({ code }) => code === 0,
    () => false,
  )

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Commits of one process wait for each other; git's own lock keeps other processes out. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
}
