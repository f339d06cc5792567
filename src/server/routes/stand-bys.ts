import { z } from 'zod'
import { type TrafficDriver, TrafficTrouble } from '../../steps/change/traffic-driver.ts'
import type { Sql } from '../../store/db.ts'
import { serviceNamed } from '../../store/loaders.ts'
import type { Secrets } from '../../store/secrets.ts'
import {
  deleteStandBy,
  type ListedStandBy,
  listStandBys,
  noteProof,
  putStandBy,
  type StandByWay,
  wayOfStandBy,
} from '../../store/stand-bys.ts'
import { ApiError, badField, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { proxyOf, standByBody, wayIn } from './stand-by-kinds.ts'

const slug = /^[a-z0-9][a-z0-9_-]{0,62}$/
const enoughLooks = 3
const proveWithinMs = 30_000

/** Where a service's traffic can go when it has to, and whether that place is well. */
export function standByRoutes(secrets: Secrets): Route[] {
  const wayTo = async (sql: Sql, name: string) => {
    const way = await wayOfStandBy(sql, secrets, name)
    const driver = way && proxyOf(way.driver)
    if (!way || !driver) throw notFound(`stand-by ${name}`)
    return { way, driver }
  }
  // Not the way itself: what a write answers is kept for a repeated request.
  const isThere = async (sql: Sql, name: string) => {
    await wayTo(sql, name)
    return {}
  }
  return [
    route({
      method: 'GET',
      path: '/api/v1/stand-bys',
      action: 'settings:read',
      says: 'Where traffic can be moved to.',
      run: async ({ sql }) => ({ standBys: (await listStandBys(sql)).map(withPromise) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/stand-bys/:slug',
      action: 'settings:read',
      says: 'One stand-by, without how to reach its proxy.',
      run: async ({ sql, params }) => named(sql, params.slug),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/stand-bys/:slug',
      action: 'settings:write',
      says: "Says which server can take a service's traffic, and how to reach the proxy before it.",
      body: standByBody,
      async run({ tx, desk, params, body }) {
        if (!slug.test(params.slug)) throw badField('slug', 'Lower case letters, digits, - and _; at most 63.')
        if (!(await serviceNamed(tx, body.service))) throw badField('service', `There is no service ${body.service}.`)
        const { service, offerAfterMinutes } = body
        const standBy = { slug: params.slug, service, offerAfterMinutes, way: wayIn(body) }
        await putStandBy(tx, secrets, standBy, desk.clock.now())
        return named(tx, params.slug)
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/stand-bys/:slug',
      action: 'settings:write',
      says: 'Forgets a stand-by; the proxy is left as it is.',
      async run({ tx, params }) {
        if (!(await deleteStandBy(tx, params.slug))) throw notFound(`stand-by ${params.slug}`)
        return {}
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/stand-bys/:slug/prove',
      action: 'settings:write',
      says: 'Lets the proxy look at it three times, without a request for it, and keeps what came of it.',
      run: ({ tx, params }) => isThere(tx, params.slug),
      async afterwards({ desk, sql, params }) {
        const proven = await look(await wayTo(sql, params.slug))
        await noteProof(sql, params.slug, proven.ok ? desk.clock.now() : undefined, proven.says)
        return proven
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/stand-bys/:slug/dry-run',
      action: 'settings:read',
      says: 'What would be sent to the proxy to give it that share, and to take it back; sends nothing.',
      body: z.strictObject({ share: z.number().min(0).max(100) }),
      run: ({ tx, params }) => isThere(tx, params.slug),
      async afterwards({ sql, params, body }) {
        const { way, driver } = await wayTo(sql, params.slug)
        return inWords(async () => {
          const view = await driver.describe(way.reach)
          const steps = driver.dryRun(view, { to: way.server, percent: body.share })
          return { steps, wayBack: driver.wayBack?.(view, way.server) ?? [], servers: view.servers, cuts: driver.cuts }
        })
      },
    }),
  ]
}

async function look({ way, driver }: { way: StandByWay; driver: NonNullable<ReturnType<typeof proxyOf>> }) {
  try {
    if (way.address) await driver.add(way.reach, { name: way.server, address: way.address })
    return await driver.prove(way.reach, way.server, enoughLooks, AbortSignal.timeout(proveWithinMs))
  } catch (error) {
    if (!(error instanceof TrafficTrouble)) throw error
    return { passes: 0, ok: false, says: error.message }
  }
}

/** What is wrong with the proxy, or with asking that of it, in its own words. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof TrafficTrouble ? new ApiError(400, 'proxy', error.message) : error
  }
}

async function named(sql: Sql, name: string) {
  const found = (await listStandBys(sql)).find(one => one.slug === name)
  if (!found) throw notFound(`stand-by ${name}`)
  return withPromise(found)
}

/** With what a switch there costs, and whether a reload of the proxy keeps it. */
function withPromise(standBy: ListedStandBy): ListedStandBy & Partial<Pick<TrafficDriver, 'cuts' | 'persistent'>> {
  const { cuts, persistent } = proxyOf(standBy.driver) ?? {}
  return { ...standBy, ...(cuts && { cuts }), ...(persistent && { persistent }) }
}
