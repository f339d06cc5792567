import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isFull } from '../proof-size.ts'
import { keepMeasured, resultOf } from './measured.ts'
import type { PagesProof } from './page-checker.ts'

const folder = fileURLToPath(new URL('../../.proof/', import.meta.url))

/** A fault that is done so many times, in batches that stand for themselves: each has its own nodes, database and check. */
export interface Batches {
  /** As docs/proof-measured.md names it. */
  fault: string
  times: number
  atOnce: number
  size(times: number): string
  /** `done` were done before. */
  run(times: number, done: number): Promise<PagesProof>
}

interface Done {
  times: number
  proof: PagesProof
}

/**
 * Does what is missing. With `--full` each batch is kept as soon as it is checked, and the next run of the same commit goes on
 * behind it: what was proven of other code is not counted.
 */
export async function inBatches({ fault, times, atOnce, size, run }: Batches): Promise<PagesProof> {
  const kept = keptFor(fault)
  let done = kept.read()
  while (done.times < times) {
    const some = Math.min(atOnce, times - done.times)
    const proof = await run(some, done.times)
    done = { times: done.times + some, proof: together(done.proof, proof) }
    kept.write(done)
    if (times > atOnce) process.stdout.write(`${fault}: ${done.times} of ${times}, ${new Date().toISOString()}\n`)
    if (proof.troubles.length > 0) break
  }
  if (times > 0) keepMeasured({ fault, size: size(done.times), result: resultOf(done.proof) })
  return done.proof
}

const nothing: PagesProof = {
  incidents: 0,
  steps: 0,
  pages: 0,
  copies: 0,
  latestStepMs: 0,
  latestPageMs: 0,
  troubles: [],
}

const together = (a: PagesProof, b: PagesProof): PagesProof => ({
  incidents: a.incidents + b.incidents,
  steps: a.steps + b.steps,
  pages: a.pages + b.pages,
  copies: a.copies + b.copies,
  latestStepMs: Math.max(a.latestStepMs, b.latestStepMs),
  latestPageMs: Math.max(a.latestPageMs, b.latestPageMs),
  troubles: [...a.troubles, ...b.troubles],
})

/** A batch that found something is not kept: it is done again. */
function keptFor(fault: string) {
  if (!isFull()) return { read: (): Done => ({ times: 0, proof: nothing }), write: () => {} }
  const file = `${folder}${fault.replaceAll(/\W+/g, '-')} at ${commit()}.json`
  return {
    read(): Done {
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as Done
      } catch {
        return { times: 0, proof: nothing }
      }
    },
    write(done: Done) {
      if (done.proof.troubles.length > 0) return
      mkdirSync(folder, { recursive: true })
      writeFileSync(file, JSON.stringify(done))
    },
  }
}

const commit = () =>
  execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: folder.replace(/\.proof\/$/, '') })
    .toString()
    .trim()
