import { z } from 'zod'
import { caddy } from '../../integrations/caddy/caddy.ts'
import { haproxy } from '../../integrations/haproxy/haproxy.ts'
import type { TrafficDriver } from '../../steps/change/traffic-driver.ts'
import type { StandByWay } from '../../store/stand-bys.ts'

const noControl = (said: string) => !/\p{Cc}/u.test(said)
const text = (most: number) => z.string().min(1).max(most).refine(noControl, 'No control characters.')
const name = z.string().regex(/^[A-Za-z0-9_.:-]{1,100}$/, 'Letters, digits, and _ . : -')
const hostAndPort = z
  .string()
  .regex(/^(?:[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):\d{1,5}$/, 'A host and a port, like 10.0.0.9:8080.')

const url = text(500).refine(
  said => /^https?:\/\//.test(said) && URL.canParse(said),
  'An http:// or https:// URL, as Fireline reaches it.',
)
const resource = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'The name of a database in the settings.')
const title = (said: string, description?: string, example?: string) => ({
  title: said,
  ...(description && { description }),
  ...(example && { examples: [example] }),
})

/** What is asked of the stand-by before the first request goes there. What is not set is not asked, and that is said. */
const lookedAtFirst = {
  readUrl: url.optional().meta(title('A read', 'Asked of the stand-by itself.', 'http://10.0.0.9:8080/cart/1')),
  readExpects: text(200).optional().meta(title('What it has to say', 'A word of the answer to that read.')),
  buildUrl: url.optional().meta(title('Its build', 'Says which build it runs.', 'http://10.0.0.9:8080/version')),
  liveBuildUrl: url.optional().meta(title('The build that is live', 'The same of what takes the traffic now.')),
  database: resource.optional().meta(title('Its database', 'Which of the databases it writes to.', 'shop-b')),
  liveDatabase: resource.optional().meta(title('The database that is live', 'Never are both written to.', 'shop')),
  mostLagSeconds: z
    .number()
    .int()
    .min(0)
    .max(86_400)
    .default(30)
    .meta(title('So far it may lag', 'Seconds that its database may be behind the one that is live.')),
  writeProbe: text(1_000)
    .refine(said => /^(insert|update|delete)\b/i.test(said), 'One INSERT, UPDATE or DELETE.')
    .optional()
    .meta(
      title('A write to try', 'Tried on its database and rolled back.', 'update cart set seen = now() where id = 1'),
    ),
  canarySeconds: z
    .number()
    .int()
    .min(0)
    .max(600)
    .default(20)
    .meta(title('5 % first, for', 'Seconds, before the rest follows. 0: all at once.')),
}

const looksForm = z.object(lookedAtFirst)

const common = {
  service: text(100).meta({ title: 'Service', description: 'Whose traffic it can take.', examples: ['shop-web'] }),
  offerAfterMinutes: z
    .number()
    .int()
    .min(1)
    .max(1_440)
    .default(15)
    .meta({ title: 'Offer it after', description: 'Minutes without a mitigation.' }),
  ...lookedAtFirst,
}

const haproxyForm = z
  .strictObject({
    driver: z.literal('haproxy'),
    ...common,
    socket: text(300)
      .refine(said => said.startsWith('/') || hostAndPort.safeParse(said).success, 'An absolute path, or host:port.')
      .meta({
        title: 'Runtime socket',
        description:
          'As `stats socket … level admin` names it; a path on the host that Fireline runs on, or host:port.',
        examples: ['/run/haproxy/fireline.sock'],
        writeOnly: true,
      }),
    backend: name.meta({ title: 'Backend', examples: ['app'] }),
    server: name.meta({ title: 'The stand-by there', description: 'Its name in the backend.', examples: ['stand'] }),
    address: hostAndPort.optional().meta({
      title: 'Its address, to add it',
      description: 'Only when it does not stand in the configuration; a reload of HAProxy forgets it then.',
      examples: ['10.0.0.9:8080'],
    }),
    checkEveryMs: z
      .number()
      .int()
      .min(10)
      .max(600_000)
      .default(2_000)
      .meta({ title: 'The proxy looks every', description: 'Milliseconds, as `inter` says.' }),
    stateFile: text(300)
      .refine(said => said.startsWith('/') && !said.split('/').includes('..'), 'An absolute path without "..".')
      .optional()
      .meta({
        title: 'State file',
        description: 'As `server-state-file` names it, so that a reload keeps what was moved.',
        examples: ['/var/lib/haproxy/state'],
      }),
  })
  .meta({ title: 'HAProxy', description: 'Over its runtime socket. No request is cut.' })

const caddyForm = z
  .strictObject({
    driver: z.literal('caddy'),
    ...common,
    admin: text(300)
      .refine(said => said.startsWith('http://') && URL.canParse(said), 'An http:// URL.')
      .meta({ title: 'Admin API', examples: ['http://127.0.0.1:2019'], writeOnly: true }),
    handler: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,100}$/, 'Letters, digits, and _ . -')
      .meta({ title: 'Handler', description: 'The "@id" of its reverse_proxy.', examples: ['shop'] }),
    server: hostAndPort.meta({ title: 'Address of the stand-by', examples: ['10.0.0.9:8080'] }),
  })
  .meta({ title: 'Caddy', description: 'Over its admin API. About 2 in 1,000 requests under way are cut.' })

/** One form for each kind of proxy. */
export const standByForms = [haproxyForm, caddyForm] as const
export const standByBody = z.discriminatedUnion('driver', standByForms)

export const proxies: readonly TrafficDriver[] = [haproxy, caddy]
export const proxyOf = (driver: string): TrafficDriver | undefined => proxies.find(one => one.name === driver)

/** What the driver takes, words only; and what is looked at first. */
export function wayIn(said: z.infer<typeof standByBody>): StandByWay {
  const { driver, service: _service, offerAfterMinutes: _offer, ...rest } = said
  const isLook = (key: string) => Object.hasOwn(lookedAtFirst, key)
  const all = Object.entries(rest).filter(([, value]) => value !== undefined)
  const reach = Object.fromEntries(all.filter(([key]) => !isLook(key)).map(([key, value]) => [key, String(value)]))
  const looks = looksForm.parse(rest)
  const address = 'address' in said && said.address ? { address: said.address } : {}
  return { driver, reach, server: said.server, ...address, looks }
}
