import { committerOnly } from './committer.ts'
import { runGit } from './run-git.ts'

/** Where the branch follows another one, the commit goes there too. Trouble is said; the commit stays here in any case. */
export async function sendUpstream(root: string): Promise<string | undefined> {
  const upstream = await runGit(root, ['rev-parse', '--abbrev-ref', '--symbolic-full-name', '@{upstream}'])
  if (upstream.code !== 0) return undefined
  const [remote = '', ...branch] = upstream.stdout.toString().trim().split('/')
  const push = () => runGit(root, ['push', '--quiet', '--no-verify', '--', remote, `HEAD:${branch.join('/')}`])
  if ((await push()).code === 0) return undefined
  const fetched = await runGit(root, ['fetch', '--quiet', '--no-recurse-submodules', '--', remote])
  if (fetched.code !== 0) return `It is committed here and not yet at ${remote}: ${fetched.stderr.slice(0, 300)}`
  const rebased = await runGit(root, ['rebase', '--quiet', '--no-verify', '@{upstream}'], { env: committerOnly })
  if (rebased.code !== 0) {
    await runGit(root, ['rebase', '--abort'])
    return `It is committed here; it does not merge with ${remote} by itself: run "git pull --rebase" in the runbook.`
  }
  const again = await push()
  return again.code === 0 ? undefined : `It is committed here and not yet at ${remote}: ${again.stderr.slice(0, 300)}`
}
