// Whether a switch to a stand-by behind HAProxy and its way back lose a request. `--rounds n`, `--json`, `--small` (a try: few requests), `--write` (the page in docs/).
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { requireProgram } from '../test/real-program.ts'
import { goingBack } from './traffic/going-back.ts'
import { numbers, page, type Run } from './traffic/say.ts'
import { openScene } from './traffic/scene.ts'
import { switching } from './traffic/switching.ts'

const args = process.argv.slice(2)
const rounds = args.includes('--rounds') ? Number(args[args.indexOf('--rounds') + 1]) : 3
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number, 1 or more')
const program = requireProgram('haproxy')
if (!program) throw new Error('haproxy is not installed: apt-get install haproxy')

const isSmall = args.includes('--small')
if (isSmall && args.includes('--write')) throw new Error('--small is a try: its numbers are written nowhere')
const [allRequests, seconds] = isSmall ? [2_000 * rounds, 25] : [105_000, 60]
const pageFile = fileURLToPath(new URL('../docs/traffic-measured.md', import.meta.url))
const run = await measure(program)
if (args.includes('--write')) writeFileSync(pageFile, page(run))
process.stdout.write(args.includes('--json') ? `${JSON.stringify(numbers(run))}\n` : page(run))
process.exit(0)

async function measure(path: string): Promise<Run> {
  const version = /version (\S+)/.exec(execFileSync(path, ['-v'], { encoding: 'utf8' }))?.[1] ?? 'unknown'
  const [date, loadBefore] = [new Date().toISOString().slice(0, 10), loadavg()[0] ?? 0]
  const run: Run = { date, loadBefore, version, switched: [], back: [] }
  const scene = await openScene(path)
  try {
    for (let n = 1; n <= rounds; n++) {
      note(`round ${n} of ${rounds}`)
      run.switched.push(await switching(scene, allRequests / rounds))
      run.back.push(await goingBack(scene, 'dies', seconds), await goingBack(scene, 'answers 500', seconds))
      note(JSON.stringify(numbers(run)))
    }
    return run
  } finally {
    await scene.stop()
  }
}

function note(what: string): void {
  process.stderr.write(`bench:traffic: ${what}\n`)
}
