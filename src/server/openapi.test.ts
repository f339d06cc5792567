import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWorld, type World } from '../../test/harness.ts'

interface Description {
  paths: Record<string, Record<string, { summary: string; responses: Record<string, unknown> }>>
  components: { schemas: { Refusal: { properties: { refusal: { properties: { code: { enum: string[] } } } } } } }
}

let world: World
let said: Description
beforeAll(async () => {
  world = await startWorld()
  said = (await world.admin.get<Description>('/api/openapi.json')).body
})
afterAll(() => world.stop())

it('the description of the API tells of the door of monitoring sources', () => {
  const told = (path: string) => Object.keys(said.paths[path] ?? {})
  expect(told('/intake/{key}')).toEqual(['post'])
  expect(told('/intake/{key}/receipts/{receipt}')).toEqual(['get'])
  expect(told('/intake/{key}/api/v2/alerts')).toEqual(['post', 'get'])
  for (const path of ['/v2/enqueue', '/v2/change/enqueue', '/generic/2010-04-15/create_event.json'])
    expect(said.paths[path]?.['post']?.summary).toContain('PagerDuty')
  expect(Object.keys(said.paths['/intake/{key}']?.['post']?.responses ?? {})).toContain('202')
})

it('and of every code that a refusal may carry', () => {
  const codes = said.components.schemas.Refusal.properties.refusal.properties.code.enum
  expect(codes).toEqual(expect.arrayContaining(['no-verified-backup', 'cause-without-evidence', 'keyboard-held']))
})
