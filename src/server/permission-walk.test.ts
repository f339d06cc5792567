import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Caller, callerOf, startWorld, type World } from '../../test/harness.ts'
import { type Action, may, type Principal } from '../access/may.ts'
import type { Outside } from '../engine/outside.ts'
import { drills } from './drills.ts'
import { allRoutes } from './routes.ts'

const health = {
  ready: async () => ({ ok: true, why: [] }),
  promise: () => ({ ok: true, why: [], late: [], nodes: [], notes: [] }),
}
const secrets = { seal: () => '', open: () => '', derive: () => '' }
const outside = { secrets } as unknown as Outside
const routes = allRoutes({
  url: () => 'http://127.0.0.1',
  health,
  fallback: { last: () => undefined },
  outside,
  runbook: undefined as never,
  drills: drills(() => ''),
})
const someIncident = '01999999-0000-7000-8000-000000000000'
const here = (path: string) =>
  path.replace(':incident', someIncident).replace(/:\w+/g, '01999999-0000-7000-8000-000000000001')

let world: World
let callers: { who: Principal; caller: Caller }[]
beforeAll(async () => {
  world = await startWorld()
  const viewer = await world.person('Vera', 'viewer')
  const responder = await world.person('Rob', 'responder')
  await world.fireline.desk.db.query('insert into incident (id, number) values ($1, 999)', [someIncident])
  callers = [
    { who: { kind: 'nobody' }, caller: callerOf(world.url, '', '') },
    { who: { kind: 'person', id: viewer.id, name: 'Vera', role: 'viewer' }, caller: viewer },
    { who: { kind: 'person', id: responder.id, name: 'Rob', role: 'responder' }, caller: responder },
  ]
})
afterAll(() => world.stop())

describe('the permission table', () => {
  it('denies what it does not name', () => {
    const everybody: Principal[] = [
      { kind: 'nobody' },
      { kind: 'capability', id: 'c', name: 'C', incident: someIncident },
      { kind: 'person', id: 'p', name: 'P', role: 'admin' },
    ]
    for (const who of everybody) {
      expect(may(who, 'system', { incident: someIncident })).toBe(false)
      expect(may(who, 'made-up' as Action)).toBe(false)
    }
  })

  it('holds a capability to its one incident, and a token to its scopes', () => {
    const link: Principal = { kind: 'capability', id: 'c', name: 'C', incident: someIncident }
    expect(may(link, 'read', { incident: someIncident })).toBe(true)
    expect(may(link, 'read', { incident: 'another' })).toBe(false)
    expect(may(link, 'type', { incident: someIncident })).toBe(false)
    const scoped: Principal = { kind: 'service', id: 's', name: 'S', role: 'admin', scopes: ['read'] }
    expect([may(scoped, 'read'), may(scoped, 'settings:write')]).toEqual([true, false])
  })

  it('is asked on every route, for everybody who may not', async () => {
    const walked: string[] = []
    for (const route of routes) {
      for (const { who, caller } of callers.filter(({ who }) => !may(who, route.action, { incident: someIncident }))) {
        const response = await fetch(world.url + here(route.path), {
          method: route.method,
          headers: {
            'content-type': 'application/json',
            ...(caller.token && { authorization: `Bearer ${caller.token}` }),
          },
          body: route.method === 'GET' ? undefined : '{}',
        })
        await response.body?.cancel()
        expect([route.method, route.path, response.status]).toEqual([
          route.method,
          route.path,
          who.kind === 'nobody' ? 401 : 403,
        ])
        walked.push(route.path)
      }
    }
    expect(new Set(walked).size).toBeGreaterThan(5)
  })

  it('has a known right for every route, and none is for the engine alone', () => {
    for (const route of routes) {
      expect(route.action, route.path).not.toBe('system')
      const admin: Principal = { kind: 'person', id: 'p', name: 'P', role: 'admin' }
      expect(may(admin, route.action, { incident: someIncident }), route.path).toBe(true)
    }
  })
})
