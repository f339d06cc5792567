import pg from 'pg'
import { clusterFolder } from '../../store/embedded/data-folder.ts'
import { openEmbedded } from '../../store/embedded/embedded.ts'
import { canReach, serverUser } from '../../store/embedded/server-user.ts'
import type { StateFolder } from './state-folder.ts'

export type ShopDatabase = { url: string; pool: pg.Pool; stop(): Promise<void> }

const schema = `
  create table orders (
    id bigint generated always as identity primary key,
    customer text not null,
    item text not null,
    price_cents integer not null check (price_cents > 0),
    status text not null,
    written_by text not null,
    at timestamptz not null default now()
  );
  create table schema_changes (build text primary key, at timestamptz not null default now());
  insert into orders (customer, item, price_cents, status, written_by)
  select 'customer-' || n % 90, (array['tea','lamp','chair','bicycle','kettle','rope'])[1 + n % 6], 500 + (n * 37) % 9000,
         case when n % 3 = 0 then 'open' else 'paid' end, 'import'
  from generate_series(1, 600) n`

/** A real PostgreSQL of the shop's own, with orders of former days in it. */
export async function openShopDatabase(folder: StateFolder, log: (line: string) => void): Promise<ShopDatabase> {
  const place = folder.at('database')
  // The embedded server would go elsewhere rather than fail; a drill never leaves its folder.
  const pgdata = clusterFolder(place)
  if (!canReach(pgdata, serverUser(pgdata))) {
    throw new Error(`${folder.path} is below a folder that only root may enter. Name another one with --folder.`)
  }
  const server = await openEmbedded({ dataDir: place, log })
  const { host, user } = server.config
  const first = new pg.Client(server.config)
  await first.connect()
  await first.query('create database shop')
  await first.end()
  const url = `postgresql://${user}@localhost/shop?host=${encodeURIComponent(host ?? '')}`
  const pool = new pg.Pool({ connectionString: url, max: 3 })
  pool.on('error', error => log(`the shop's database: ${error.message}`))
  await pool.query(schema)
  return {
    url,
    pool,
    stop: async () => {
      await pool.end()
      await server.stop()
    },
  }
}
