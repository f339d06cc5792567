import { z } from 'zod'
import { newId } from '../../engine/id.ts'
import { hostSeat } from '../../hosts/host-seat.ts'
import { dropHostGuard, listHostGuards, putHostGuard } from '../../store/host-guards.ts'
import { newSecret } from '../../store/tokens.ts'
import { badField, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

const hostForm = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i
const hostSays = 'A host name: letters, digits, dots and dashes, at most 253.'
const hostName = z.string().regex(hostForm, hostSays)

/** Hosts, for people: who has the keyboard of one, and which of them have a guard. */
export function hostRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/hosts/:host/seat',
      action: 'read',
      says: 'Who has the keyboard of this host, and in which incident.',
      async run({ sql, params }) {
        const here = await hostSeat(sql, [needHost(params.host)])
        if (!here) return {}
        const { accounts: _, leadAccounts: __, ...seat } = here
        return seat
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/hosts',
      action: 'settings:read',
      says: 'The hosts with a guard: their logins ask who has the keyboard there.',
      run: async ({ sql }) => ({ hosts: await listHostGuards(sql) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/hosts/:host/guard',
      action: 'settings:write',
      says: 'Makes the two keys of a host’s guard: one asks who has the keyboard there and tells what happens, one watches. Made again, the old ones end.',
      body: z.strictObject({
        also: z.array(hostName).max(10).default([]).meta({ title: 'Other names', description: 'Of the same host.' }),
      }),
      answersSecret: true,
      async run({ desk, tx, who, params, body }) {
        const host = needHost(params.host)
        const keys = { key: newSecret('fl_guard'), watchKey: newSecret('fl_watch') }
        const [id, at] = [newId(desk.clock.now()), desk.clock.now()]
        await putHostGuard(tx, { id, host, also: body.also, by: actorOf(who).name, at }, keys)
        return { host, ...body, ...keys }
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/hosts/:host/guard',
      action: 'settings:write',
      says: 'Ends the keys of this host’s guard. It lets everybody in, and says that it cannot ask.',
      async run({ tx, params }) {
        if (!(await dropHostGuard(tx, needHost(params.host)))) throw notFound(`guard of ${params.host}`)
        return {}
      },
    }),
  ]
}

function needHost(host: string): string {
  if (!hostForm.test(host)) throw badField('host', hostSays)
  return host.toLowerCase()
}
