import { expect, it } from 'vitest'
import { type Disk, isThisHost, noRoom, placeOf, reserveOf } from './room.ts'

const GB = 1e9
const own: Disk = { free: 50 * GB, size: 100 * GB, holdsFireline: false, holdsSource: false }
const shared: Disk = { ...own, holdsFireline: true }

it('where Fireline lies a tenth of the disk stays free, 2 GB at least, and of a small disk no more than a quarter', () => {
  expect([shared, { ...shared, size: 10 * GB }, { ...shared, size: 4 * GB }].map(reserveOf)).toEqual([
    10 * GB,
    2 * GB,
    GB,
  ])
  expect(reserveOf(own)).toBe(2 * GB)
})

it('a copy that would touch it is refused with numbers and the way to another place, one that just fits is taken', () => {
  expect(noRoom(shared, 40 * GB)).toBeUndefined()
  const no = noRoom(shared, 40 * GB + 1)
  expect(no?.why).toBe('no-room')
  expect(no?.says).toContain(
    '40,001 MB, 50,000 MB are free, and 10,000 MB of that stay free for Fireline itself. FIRELINE_COPIES',
  )
})

it('a nearly full disk that holds what is copied is a burning disk; one with room is not', () => {
  const same = { ...own, holdsSource: true }
  expect([noRoom(same, 1 * GB)?.why, noRoom(same, 45 * GB)?.why]).toEqual([undefined, 'no-room'])
  expect(noRoom({ ...same, free: 9 * GB }, 0)?.why).toBe('burning-disk')
})

it('nothing is written onto a disk that an alert fires about, however much room there is', () => {
  expect(noRoom({ ...own, onFire: 'Disk of db-1 fills up' }, 1)).toMatchObject({
    why: 'burning-disk',
    says: expect.stringContaining('“Disk of db-1 fills up”') as string,
  })
})

it('an alert names a place by its mount or its device, and a host without its port', () => {
  expect(placeOf('full', { mountpoint: '/var', device: '/dev/sda2', instance: 'db-1:9100' })).toEqual({
    title: 'full',
    at: ['/var', '/dev/sda2'],
    host: 'db-1',
  })
  expect(placeOf('slow', { device: 'sda', instance: 'db-1:9100' })).toBeUndefined()
  expect(placeOf('full', { mountpoint: '/', instance: '[::1]:9100' })?.host).toBe('::1')
})

it('a host is this one by its name with or without a domain, or by an address; an unnamed one may be', () => {
  const here = ['db-1.shop.example', '10.0.0.4', '127.0.0.1']
  expect(['db-1', 'DB-1.other', '10.0.0.4', undefined].map(name => isThisHost(name, here))).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(['db-2', '10.0.0.5', 'db-10'].map(name => isThisHost(name, here))).toEqual([false, false, false])
})
