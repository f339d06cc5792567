// What one release of the shop holds. It is copied into releases/<build>/ and changed there, so it imports nothing.

type Database = { query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }> }
type Asked = { method: string; path: string; body: Record<string, unknown>; build: string }
type Answer = { status: number; body: unknown }

export async function answer(asked: Asked, db: Database): Promise<Answer> {
  if (asked.method === 'POST' && asked.path === '/orders') return placeOrder(asked, db)
  const order = /^\/orders\/(\d{1,9})$/.exec(asked.path)?.[1]
  if (asked.method === 'GET' && order) return showOrder(Number(order), db)
  return { status: 404, body: { error: 'There is no such page in this shop.' } }
}

async function placeOrder({ body, build }: Asked, db: Database): Promise<Answer> {
  const { rows } = await db.query(
    `insert into orders (customer, item, price_cents, status, written_by)
     values ($1, $2, $3, 'open', $4) returning id`,
    [body['customer'], body['item'], body['cents'], build],
  )
  return { status: 201, body: { order: rows[0]?.['id'] } }
}

async function showOrder(id: number, db: Database): Promise<Answer> {
  const { rows } = await db.query('select id, item, price_cents as cents, status from orders where id = $1', [id])
  return rows[0] ? { status: 200, body: rows[0] } : { status: 404, body: { error: 'No such order.' } }
}
