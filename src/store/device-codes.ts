import type { Sql, Tx } from './db.ts'
import { digestOfSecret } from './tokens.ts'

export interface DeviceCode {
  user_code: string
  name: string
  asked_at: string | null
  approved_by: string | null
}

/** False when too many wait already. The ones whose time is over are gone. */
export async function addDeviceCode(
  tx: Tx,
  code: { secret: string; userCode: string; name: string; now: Date; validMs: number },
): Promise<boolean> {
  await tx.query('delete from device_code where expires_at < $1', [code.now])
  const { rowCount } = await tx.query(
    `insert into device_code (digest, user_code, name, created_at, expires_at)
     select $1, $2, $3, $4, $5 where (select count(*) from device_code) < 1000 on conflict do nothing`,
    [digestOfSecret(code.secret), code.userCode, code.name, code.now, new Date(code.now.getTime() + code.validMs)],
  )
  return Boolean(rowCount)
}

/** Also notes that it was asked for, to slow down who asks too often. */
export async function askedForCode(tx: Tx, secret: string, now: Date): Promise<DeviceCode | undefined> {
  const { rows } = await tx.query<DeviceCode & Record<string, unknown>>(
    `select user_code, name, asked_at, approved_by from device_code where digest = $1 and expires_at > $2 for update`,
    [digestOfSecret(secret), now],
  )
  if (rows[0]) await tx.query('update device_code set asked_at = $2 where digest = $1', [digestOfSecret(secret), now])
  return rows[0]
}

/** One person says yes, once; the name of what asked, or nothing. */
export async function approveCode(sql: Sql, userCode: string, person: string, now: Date): Promise<string | undefined> {
  const { rows } = await sql.query<{ name: string }>(
    `update device_code set approved_by = $2, approved_at = $3
      where user_code = $1 and expires_at > $3 and approved_by is null returning name`,
    [userCode, person, now],
  )
  return rows[0]?.name
}

export async function endCode(sql: Sql, secret: string): Promise<void> {
  await sql.query('delete from device_code where digest = $1', [digestOfSecret(secret)])
}
