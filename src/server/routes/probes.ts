import { isIP } from 'node:net'
import { z } from 'zod'
import type { Probe } from '../../alert/probe.ts'
import { newId } from '../../engine/id.ts'
import { refusedAddress } from '../../engine/may-reach.ts'
import type { Outbound } from '../../engine/outbound.ts'
import { serverAddress } from '../../engine/probe/look.ts'
import type { Sql } from '../../store/db.ts'
import { deleteProbe, listProbes, type ProbeState, putProbe } from '../../store/probes.ts'
import { badField, notFound } from '../answer.ts'
import { needService, needSlug, oneLine } from '../fields.ts'
import { type Route, route } from '../route.ts'

const host = oneLine(253).regex(/^[A-Za-z0-9._:-]+$/, 'A name or an address.')

const rhythm = {
  service: z.string().min(1).max(100).meta({ title: 'Service', description: 'What fails when it fails.' }),
  title: oneLine(200)
    .optional()
    .meta({ title: 'What it is', examples: ['The shop window'] }),
  severity: z.enum(['critical', 'error', 'warning', 'info']).default('error').meta({ title: 'How bad when it fails' }),
  everyMs: z
    .int()
    .min(1_000)
    .max(24 * 3_600_000)
    .default(60_000)
    .meta({ title: 'Looks every', format: 'milliseconds' }),
  timeoutMs: z
    .int()
    .min(100)
    .max(60_000)
    .default(10_000)
    .meta({ title: 'Time limit of one look', format: 'milliseconds' }),
  failures: z
    .int()
    .min(1)
    .max(10)
    .default(2)
    .meta({ title: 'Down after so many failures', description: 'And up again after as many good looks in a row.' }),
  of: z.int().min(1).max(20).default(3).meta({ title: 'Among so many looks' }),
}

/** One form for each kind of what can be looked at. */
export const probeKinds = [
  z
    .strictObject({
      kind: z.literal('http'),
      url: z
        .url({ protocol: /^https?$/, error: 'An http or https address.' })
        .max(2_000)
        .refine(said => !URL.canParse(said) || new URL(said).username === '', 'No password in an address.')
        .meta({ title: 'Address', examples: ['https://shop.example.org/health'] }),
      status: z.int().min(100).max(599).optional().meta({ title: 'Status', description: 'Left empty: 200 to 399.' }),
      text: oneLine(500).optional().meta({ title: 'It says', description: 'Text that stands in the answer.' }),
      certificateDays: z
        .int()
        .min(0)
        .max(365)
        .default(14)
        .meta({ title: 'Warn of its certificate', description: 'So many days before it ends.' }),
      ca: z
        .string()
        .max(20_000)
        .regex(/^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/, 'A certificate as PEM.')
        .optional()
        .meta({ title: 'Own authority', description: 'Its certificate as PEM, where yours is not a public one.' }),
      ...rhythm,
    })
    .meta({ title: 'HTTP', description: 'An address that should answer.' }),
  z
    .strictObject({
      kind: z.literal('tcp'),
      host: host.meta({ title: 'Host', examples: ['db-1.example.org'] }),
      port: z
        .int()
        .min(1)
        .max(65_535)
        .meta({ title: 'Port', examples: [5432] }),
      ...rhythm,
    })
    .meta({ title: 'TCP', description: 'A port that should take connections.' }),
  z
    .strictObject({
      kind: z.literal('dns'),
      name: host.meta({ title: 'Name', examples: ['shop.example.org'] }),
      type: z.enum(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT']).default('A').meta({ title: 'Type' }),
      answer: oneLine(500)
        .optional()
        .meta({ title: 'Answer', description: 'One of the answers is this. Left empty: any.' }),
      server: oneLine(100)
        .refine(said => isIP(serverAddress(said)) > 0, 'An address, with a port if it is not 53.')
        .optional()
        .meta({ title: 'Name server', description: 'Left empty: the one of this machine.' }),
      ...rhythm,
    })
    .meta({ title: 'DNS', description: 'A name that should be known.' }),
] as const

const body = z
  .discriminatedUnion('kind', probeKinds)
  .refine(said => said.failures <= said.of, { path: ['failures'], message: 'Not more than the looks they are among.' })

/** What Fireline looks at by itself, from where it runs: only public addresses, unless an admin allows others. */
export function probeRoutes(outbound: Pick<Outbound, 'mayReach'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/probes',
      action: 'read',
      says: 'What Fireline looks at by itself, and what it saw last.',
      run: async ({ sql }) => ({ probes: (await listProbes(sql)).map(shown) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/probes/:slug',
      action: 'read',
      says: 'One probe, with its last looks.',
      run: async ({ sql, params }) => named(sql, params.slug),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/probes/:slug',
      action: 'settings:write',
      says: 'Has Fireline look at an address, a port or a name, or changes how. It is looked at at once.',
      body,
      async run({ desk, tx, params, body: said }) {
        needSlug(params.slug)
        await needService(tx, said.service)
        needReachable(outbound, said)
        await putProbe(tx, newId(desk.clock.now()), probeOf(params.slug, said), desk.clock.now())
        return named(tx, params.slug)
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/probes/:slug',
      action: 'settings:write',
      says: 'Looks at it no more. An alert of it resolves.',
      async run({ desk, tx, params }) {
        if (!(await deleteProbe(tx, params.slug, desk.clock.now()))) throw notFound(`probe ${params.slug}`)
        return {}
      },
    }),
  ]
}

function probeOf(name: string, said: z.infer<typeof body>): Probe {
  const { service, title, severity, everyMs, timeoutMs, failures, of, ...check } = said
  return {
    slug: name,
    title: title ?? name,
    service,
    severity,
    everyMs,
    timeoutMs,
    failures,
    of,
    check,
  }
}

/** An address that is written out is refused now; what a name stands for is looked at each time. */
function needReachable(outbound: Pick<Outbound, 'mayReach'>, said: z.infer<typeof body>): void {
  const [field, address] =
    said.kind === 'http'
      ? (['url', new URL(said.url).hostname.replace(/^\[|\]$/g, '')] as const)
      : said.kind === 'tcp'
        ? (['host', said.host] as const)
        : (['server', serverAddress(said.server ?? '')] as const)
  if (isIP(address) && !outbound.mayReach(address)) throw badField(field, refusedAddress(address).message)
}

async function named(sql: Sql, name: string) {
  const found = (await listProbes(sql)).find(state => state.probe.slug === name)
  if (!found) throw notFound(`probe ${name}`)
  return { ...shown(found), looks: found.seen }
}

function shown({ id, probe, seen, downSince }: ProbeState) {
  const { check, ...rest } = probe
  const last = seen.at(-1)
  const { certificateEndsAt } = last ?? {}
  return {
    id,
    ...rest,
    ...check,
    state: downSince ? 'down' : last ? 'up' : 'waiting',
    downSince,
    last,
    certificateEndsAt,
  }
}
