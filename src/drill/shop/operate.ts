import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackendShown } from './programs/backends.ts'

/** What somebody who operates the shop needs to reach it; only the drill's user may read it. */
export type Access = { shopUrl: string; adminUrl: string; adminToken: string; databaseUrl: string }

const accessFile = 'access.json'

export async function writeAccess(folder: string, access: Access): Promise<void> {
  await writeFile(join(folder, accessFile), JSON.stringify(access), { mode: 0o600 })
}

export async function readAccess(folder: string): Promise<Access> {
  return JSON.parse(await readFile(join(folder, accessFile), 'utf8')) as Access
}

export async function listBackends(folder: string): Promise<BackendShown[]> {
  return (await askProxy(folder, 'GET', '/backends')) as BackendShown[]
}

export async function setDrained(folder: string, process: string, isDrained: boolean): Promise<BackendShown> {
  return (await askProxy(folder, 'POST', `/backends/${process}/${isDrained ? 'drain' : 'undrain'}`)) as BackendShown
}

async function askProxy(folder: string, method: string, path: string): Promise<unknown> {
  const { adminUrl, adminToken } = await readAccess(folder)
  const headers = { authorization: `Bearer ${adminToken}` }
  const answer = await fetch(adminUrl + path, { method, headers, signal: AbortSignal.timeout(3_000) })
  if (answer.status === 404) throw new Error('The proxy knows no such process. There are web-1 and web-2.')
  if (!answer.ok) throw new Error(`The proxy answered ${answer.status} to ${method} ${path}.`)
  return answer.json()
}
