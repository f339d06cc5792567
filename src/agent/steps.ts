import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTrusted } from '../hosts/trusted-file.ts'
import { stepNamespace, stepText } from '../runbook/step-text.ts'
import type { HostFile } from './host-file.ts'
import type { HostDoes } from './host-wishes.ts'
import { no } from './host-wishes.ts'
import { runBounded } from './run-bounded.ts'

/** By what a step of a language is run, its code on stdin: nothing of the server's making stands on a command line. */
const shells: Record<string, string> = {
  sh: '/bin/sh',
  bash: '/bin/bash',
  shell: '/bin/sh',
  console: '/bin/sh',
  '': '/bin/sh',
}
const mostRemembered = 10_000
const neverAborted = new AbortController().signal

/** A step of a runbook page that one of the host's own reviewers signed. Each wish runs once, however often it is repeated. */
export function runStep(): NonNullable<HostDoes['run-step']> {
  const done = new Set<string>()
  return {
    level: 3,
    async does(wish, { file, host, root, until }) {
      const shell = Object.hasOwn(shells, wish.language) ? shells[wish.language] : undefined
      if (!shell) return no('unknown-language', `${host} runs no steps in "${wish.language}".`)
      const reviewers = file.reviewers === undefined ? undefined : readTrusted(file.reviewers, root)
      if (reviewers === undefined) return no('no-reviewers', `${host} names no reviewers.`)
      if (!(await isSigned(stepText(wish), wish.signature, reviewers)))
        return no('not-signed', `No reviewer of ${host} signed this step as it stands.`)
      if (done.has(wish.wish)) return no('asked-before', 'This was asked before: it is not run again.')
      if (done.size >= mostRemembered) done.clear()
      done.add(wish.wish)
      return runBounded([shell], { until, input: wish.code })
    },
  }
}

/** Names that may sign, from an `allowed_signers` file. */
export function reviewersIn({ reviewers }: HostFile, root: number): string[] {
  const text = reviewers === undefined ? undefined : readTrusted(reviewers, root)
  const lines = text?.split('\n').filter(line => /^[^#\s]/.test(line)) ?? []
  return [...new Set(lines.flatMap(line => line.split(/\s/)[0]?.split(',') ?? []))]
    .filter(name => name.length <= 100)
    .slice(0, 50)
}

/** The reviewers' own list is what is asked, as it stood when it was read: ssh-keygen finds whose it is, then verifies. */
async function isSigned(text: string, signature: string, reviewers: string): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-step-'))
  const [sig, list] = [join(folder, 'sig'), join(folder, 'reviewers')]
  try {
    writeFileSync(sig, signature, { mode: 0o600 })
    writeFileSync(list, reviewers, { mode: 0o600 })
    const ask = (args: string[], input?: string) =>
      runBounded(['/usr/bin/ssh-keygen', '-Y', ...args], { until: neverAborted, input, withinMs: 5_000 })
    const found = await ask(['find-principals', '-s', sig, '-f', list])
    const name = found.type === 'did' && found.exitCode === 0 ? found.shown.split('\n')[0]?.split(',')[0] : undefined
    if (!name) return false
    const verified = await ask(['verify', '-f', list, '-I', name, '-n', stepNamespace, '-s', sig], text)
    return verified.type === 'did' && verified.exitCode === 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
