import { between, type Random } from '../random.ts'
import type { Shop } from '../shop/shop.ts'
import type { Doing, Fault, Plan, Probe, Truth } from './fault.ts'

/**
 * A new build goes to web-2 only. Its code asks for a column that nobody made, so what web-2 answers is an error; and its
 * migration multiplied the prices of open orders, which stays wrong when the build is gone.
 */
export const badDeploy: Fault = {
  name: 'bad-deploy',
  title: 'Half of the answers of the shop are errors',
  par: { evidenceMs: 60_000, causeMs: 180_000, mitigatedMs: 120_000, resolvedMs: 900_000 },
  inject: async (shop, random) => {
    const build = nextBuild(shop.build, random)
    await shop.release({
      build,
      notes: 'prices in minor units',
      edit: code => code.replaceAll('price_cents', 'price_minor'),
      migration: `update orders set price_cents = price_cents * 100, written_by = '${build}' where status = 'open';`,
    })
    const redHerring = misleadingWarning(random)
    shop.warn('web-1', redHerring)
    await shop.deploy('web-2', build)
    shop.warn('web-1', redHerring)
    return {
      truth: truth(shop, build, redHerring),
      plan: plan(shop.build, build),
      probe: () => probe(shop, build),
      again: () => shop.deploy('web-2', build),
    }
  },
}

function nextBuild(build: string, random: Random): string {
  const [year, week, number] = build.split('.').map(Number)
  return `${year}.${week}.${(number ?? 0) + between(random, 1, 9)}`
}

function misleadingWarning(random: Random): string {
  const days = between(random, 8, 20)
  const slowMs = between(random, 900, 2_400)
  const warnings = [
    `the certificate of payments-sandbox.shop.example expires in ${days} days`,
    `slow query in the nightly report: ${slowMs} ms`,
    `the recommendations cache is ${between(random, 85, 96)} % full`,
  ]
  return warnings[between(random, 0, warnings.length - 1)] ?? ''
}

async function probe(shop: Shop, build: string): Promise<Probe> {
  const { answered, failed } = shop.experience(2_000)
  const { rows } = await shop.query(
    'select count(*)::int as wrong from orders where written_by = $1 and price_cents >= 50000',
    [build],
  )
  const wrongRows = Number(rows[0]?.['wrong'])
  const failedShare = answered === 0 ? 1 : failed / answered
  return { isGreen: failedShare < 0.01 && wrongRows === 0, failedShare, wrongRows }
}

function truth(shop: Shop, build: string, redHerring: string): Truth {
  return {
    entity: 'web-2',
    mechanism: `build ${build} asks for orders.price_minor, a column that its migration never made; the migration multiplied the prices of open orders by 100 instead`,
    temptingTheory:
      'the database: every error in the log was answered by PostgreSQL, which is well and answers in milliseconds',
    redHerring,
    mitigation: ['./shopctl drain web-2'],
    fix: [`./shopctl deploy web-2 ${shop.build}`, './shopctl undrain web-2', `./shopctl db "${repair(build)}"`],
    undo: [`./shopctl deploy web-2 ${build}`],
  }
}

const repair = (build: string) =>
  `update orders set price_cents = price_cents / 100, written_by = 'repair' where written_by = '${build}'`

/** Everything named here can be seen with ./shopctl; the order is that of somebody calm. */
function plan(former: string, build: string): Plan {
  return {
    look: [['status'], ['logs', 'proxy', '20'], ['logs', 'web-2', '5']],
    wrongTheory: {
      statement: 'The database is down or overloaded',
      against: ['db', 'select count(*) as orders, now() - max(at) as newest_is_old from orders'],
      why: 'The database answers at once, web-1 uses the same one without an error, and new orders arrive.',
    },
    cause: {
      statement: `Build ${build} on web-2 asks for a column that does not exist`,
      service: 'shop',
      mechanism: 'bad deploy: code and migration of one release do not fit together',
      evidence: [
        ['logs', 'deploys', '3'],
        ['diff', former, build],
      ],
    },
    mitigation: {
      what: 'Drain web-2 at the proxy',
      kind: 'simple',
      touches: ['proxy:shop/web-2'],
      commands: [['drain', 'web-2']],
      symptom: 'Half of the answers are errors, all of them from web-2',
      undo: './shopctl undrain web-2',
    },
    fixes: [deployFormer(former, build), repairPrices(build)],
    summary: `Build ${build} on web-2 was replaced by ${former}; the prices that its migration changed were put right.`,
  }
}

function deployFormer(former: string, build: string): Doing {
  return {
    what: `Give web-2 the former build ${former} and send it requests again`,
    kind: 'simple',
    touches: ['proxy:shop/web-2'],
    commands: [
      ['deploy', 'web-2', former],
      ['undrain', 'web-2'],
    ],
    verify: './shopctl status',
    undo: `./shopctl deploy web-2 ${build}`,
  }
}

function repairPrices(build: string): Doing {
  return {
    what: `Divide the prices that build ${build} wrote by 100`,
    kind: 'complex',
    touches: ['pg:shop/shop/public.orders'],
    commands: [['db', repair(build)]],
    verify: `./shopctl db "select count(*) from orders where written_by = '${build}'"`,
    undo: 'restore orders from the backup of this change',
  }
}
