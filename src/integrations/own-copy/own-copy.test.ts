import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type BackupSource, ownSource } from '../../../test/contracts/backup-sources.ts'
import { copyAndProve } from '../../hosts/copy-and-prove.ts'

const going = new AbortController().signal
const opened: BackupSource[] = []
afterEach(() => {
  for (const { home } of opened.splice(0)) rmSync(home, { recursive: true, force: true })
})

const sh = (script: string, ...words: string[]) => ['/bin/sh', '-ec', script, 'sh', ...words]
const claims = `'{"level":"L3","equal":true,"prints":[{"name":"vault","count":2,"print":"00112233"}]}'`

function proven(programs: object) {
  const source = ownSource(() => programs)
  opened.push(source)
  return copyAndProve(source.driver, source.task(), going)
}

it('what a program says of its own copy is worth L1, whatever level it claims', async () => {
  const came = await proven({ copy: sh(`echo x > "$1"; echo ${claims}`, '{copy}'), read: undefined })
  expect(came).toMatchObject({ level: 'L1' })
  expect(came.proof).toContain('not restored, not compared')
})

it('a program that says the same of half the copy does not read it', async () => {
  const lies = { copy: sh(`echo whatever > "$1"; echo ${claims}`, '{copy}'), read: sh(`echo ${claims}`) }
  const came = await proven(lies)
  expect(came).toMatchObject({ level: 'L1' })
  expect(came.proof).toContain('the same about half of the copy')
})

const refused: [string, object, RegExp][] = [
  ['it fails', { copy: sh('echo no rights >&2; exit 3') }, /to copy ended with 3: no rights/],
  ['it ends well and leaves nothing', { copy: sh('true') }, /ended well and left no copy/],
  ['it leaves an empty file', { copy: sh('touch "$1"', '{copy}') }, /left no copy/],
  ['its last line is not JSON', { copy: sh('echo x > "$1"; echo done', '{copy}') }, /cannot be read/],
  [
    'a count is none',
    { copy: sh(`echo '{"prints":[{"name":"a","count":-1,"print":"00112233"}]}'`) },
    /prints\.0\.count/,
  ],
  ['it is not there', { copy: ['/nowhere/copy'] }, /cannot be run: \/nowhere\/copy/],
  ['it is named without a path', { copy: ['cp', '{copy}'] }, /vault\.copy: The program by its whole path/],
  [
    'what is read back is something else',
    { read: sh(`echo ${claims}; wc -c < "$1" >&2; test -s "$1" && test $(wc -c < "$1") -gt 12`, '{copy}') },
    /not equal to what was copied/,
  ],
]
it.each(refused)('is refused in words when %s', async (_, programs, why) => {
  await expect(proven(programs)).rejects.toThrow(why)
})

it('nothing is run of a file that others may change, or that is not there', async () => {
  const source = ownSource()
  opened.push(source)
  const file = join(source.home, 'copies.json')
  chmodSync(file, 0o666)
  await expect(copyAndProve(source.driver, source.task(), going)).rejects.toThrow('Others may write')
  rmSync(file)
  await expect(copyAndProve(source.driver, source.task(), going)).rejects.toThrow('is not there')
  writeFileSync(file, '{', { mode: 0o600 })
  await expect(copyAndProve(source.driver, source.task(), going)).rejects.toThrow('is not JSON')
})

it('a part that a program would take for an option is refused', async () => {
  const source = ownSource()
  opened.push(source)
  const task = { ...source.task(), touches: ['own:vault/--all'] }
  await expect(copyAndProve(source.driver, task, going)).rejects.toThrow('begins with a dash')
})
