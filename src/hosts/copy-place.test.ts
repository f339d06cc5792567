import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { folderCopy } from '../integrations/folder/folder.ts'
import { diskOf, whileThereIsRoom } from './copy-place.ts'

const home = mkdtempSync(join(tmpdir(), 'fireline-place-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const task = (touched: string) => ({ backup: 'b1', touches: [`dir:${touched}`], folder: home })
const disk = { free: 90e9, size: 100e9, holdsFireline: true, holdsSource: false }
const going = new AbortController().signal

it('which disk it is, is seen from the paths themselves, also of what is not there yet', async () => {
  const mine = await diskOf(folderCopy, task(home), { dataDir: join(home, 'not', 'there', 'yet') })
  expect(mine).toMatchObject({ holdsFireline: true, holdsSource: true })
  expect(mine.free).toBeLessThan(mine.size)
  expect(await diskOf(folderCopy, task('/proc'), { dataDir: '/proc' })).toMatchObject({
    holdsFireline: false,
    holdsSource: false,
  })
})

it('an alert about a mount that is not here, or about another one, sets nothing on fire', async () => {
  const onFire = [
    { title: 'a', at: [join(home, 'nowhere')] },
    { title: 'b', at: ['/proc', '/dev/no-such-disk'] },
  ]
  expect((await diskOf(folderCopy, task('/proc'), { onFire })).onFire).toBeUndefined()
  const own = [...onFire, { title: 'c', at: [home] }]
  expect((await diskOf(folderCopy, task('/proc'), { onFire: own })).onFire).toBe('c')
})

it('a copy that grows into the reserve is ended while it is written, and says why', async () => {
  let free = disk.free
  const work = whileThereIsRoom(
    async () => ({ ...disk, free }),
    going,
    signal =>
      new Promise((_, reject) => {
        free = 9e9
        signal.addEventListener('abort', () => reject(new Error('killed')))
      }),
  )
  await expect(work).rejects.toMatchObject({ why: 'no-room', message: expect.stringContaining('10,000 MB') as string })
})

it('a disk that cannot be looked at ends nothing', async () => {
  expect(
    await whileThereIsRoom(
      () => Promise.reject(new Error('gone')),
      going,
      async () => 'copied',
    ),
  ).toBe('copied')
})
