import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runGit } from './integrations/git/run-git.ts'

/** How the runbook's repository stands. */
export type RunbookState =
  | { is: 'missing' }
  | { is: 'no-git' }
  | { is: 'no-repository' }
  | { is: 'repository'; uncommitted: number; notSent: number }
  | { is: 'broken'; why: string }

/** Looks, and changes nothing. */
export async function runbookState(folder: string): Promise<RunbookState> {
  if (!(await exists(folder))) return { is: 'missing' }
  if (!(await exists(join(folder, '.git')))) return { is: 'no-repository' }
  try {
    const { code, stdout, stderr } = await runGit(folder, ['status', '--porcelain', '--branch'])
    if (code !== 0) return { is: 'broken', why: stderr.split('\n')[0] ?? '' }
    const [branch = '', ...files] = stdout.toString().trim().split('\n')
    return { is: 'repository', uncommitted: files.length, notSent: Number(/\[ahead (\d+)/.exec(branch)?.[1] ?? 0) }
  } catch {
    return { is: 'no-git' }
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
