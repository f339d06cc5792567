import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sender } from '../../src/alert/sender.ts'
import { checkmk } from '../../src/integrations/checkmk/checkmk.ts'
import { icinga } from '../../src/integrations/icinga/icinga.ts'
import { nagios } from '../../src/integrations/icinga/nagios.ts'
import { wazuh } from '../../src/integrations/wazuh/wazuh.ts'
import { zabbix } from '../../src/integrations/zabbix/zabbix.ts'
import { startWorld, type World } from '../harness.ts'
import { requireProgram } from '../real-program.ts'

// What docs/senders.md gives people to paste is run here as it stands, against a real server.

const programs = ['sh', 'jq', 'curl', 'python3'].map(requireProgram)
const isMissing = programs.includes(undefined)
const run = promisify(execFile)

let world: World
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fireline-pasted-'))
  world = await startWorld()
})
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true })
})

/** The script of a sender, with the address of a new key in it; and what has arrived with that key. */
async function pasted({ kind, setUp }: Sender) {
  const { body } = await world.admin.post<{ id: string; url: string }>('/api/v1/integrations', {
    service: 'default',
    kind,
    name: kind,
  })
  const text = setUp.find(line => line.startsWith('#!'))?.replaceAll('{url}', body.url)
  const file = join(folder, kind)
  writeFileSync(file, `${text}\n`)
  chmodSync(file, 0o755)
  const arrived = async () =>
    (await world.admin.get<{ alerts: object[] }>(`/api/v1/alerts?integration=${body.id}`)).body.alerts
  return { file, url: body.url, arrived }
}

const hostile = `it's "97 %" full; $(touch x) \`id\` \\ {"a"}`

test.skipIf(isMissing)('the script for Nagios tells a problem and its recovery, whatever a plugin says', async () => {
  const { file, arrived } = await pasted(nagios)
  await run(file, ['PROBLEM', 'db-1', 'disk', 'CRITICAL', hostile, '1769824800'])
  expect(await arrived()).toMatchObject([
    { fingerprint: 'db-1/disk', severity: 'critical', annotations: { description: hostile } },
  ])
  await run(file, ['RECOVERY', 'db-1', 'disk', 'OK', 'fine', '1769825400'])
  expect(await arrived()).toMatchObject([{ status: 'resolved', endedAt: '2026-01-31T02:10:00.000Z' }])
})

test.skipIf(isMissing)('the script for Icinga takes its words from its environment', async () => {
  const { file, arrived } = await pasted(icinga)
  const env = {
    ...process.env,
    TYPE: 'PROBLEM',
    HOST: 'web-1',
    SERVICE: '',
    STATE: 'DOWN',
    OUTPUT: hostile,
    AT: '1769824800.5',
    LINK: '',
  }
  await run(file, [], { env })
  expect(await arrived()).toMatchObject([
    { fingerprint: 'web-1', title: 'web-1', severity: 'critical', startedAt: '2026-01-31T02:00:00.500Z' },
  ])
})

test.skipIf(isMissing)("the script for Checkmk takes Checkmk's own variables", async () => {
  const { file, arrived } = await pasted(checkmk)
  const said = {
    WHAT: 'SERVICE',
    NOTIFICATIONTYPE: 'PROBLEM',
    OMD_SITE: 'shop',
    HOSTNAME: 'db-1',
    SERVICEDESC: 'Filesystem /',
    SERVICESTATE: 'WARN',
  }
  const env = Object.fromEntries(
    Object.entries({ ...said, SERVICEOUTPUT: hostile }).map(([name, text]) => [`NOTIFY_${name}`, text]),
  )
  await run(file, [], { env: { ...process.env, ...env } })
  expect(await arrived()).toMatchObject([
    { title: 'Filesystem / on db-1', severity: 'warning', annotations: { description: hostile } },
  ])
})

test.skipIf(isMissing)('the script for Wazuh posts the file of the alert', async () => {
  const { file, url, arrived } = await pasted(wazuh)
  const alert = join(folder, 'alert.json')
  writeFileSync(
    alert,
    JSON.stringify({
      rule: { level: 12, id: '5712', description: 'brute force' },
      agent: { id: '001', name: 'db-1' },
      full_log: hostile,
    }),
  )
  await run(file, [alert, '', url])
  expect(await arrived()).toMatchObject([{ title: 'brute force on db-1', severity: 'error' }])
})

test('the script for Zabbix posts its parameters, and says what went wrong', async () => {
  const { url, arrived } = await pasted(zabbix)
  const script = zabbix.setUp.find(line => line.includes('HttpRequest')) ?? ''
  const parameters = {
    url,
    event_id: '7',
    event_value: '1',
    event_name: hostile,
    event_nseverity: '4',
    event_tags: '[]',
    trigger_id: '3',
  }
  const sent: { to: string; body: string; type: string }[] = []
  class HttpRequest {
    type = ''
    addHeader(header: string) {
      this.type = header
    }
    post(to: string, body: string) {
      sent.push({ to, body, type: this.type })
      return 'no'
    }
    getStatus = () => status
  }
  let status = 202
  // Zabbix runs it in Duktape as the body of a function of `value`.
  const call = () =>
    runInNewContext(`(function (value) {${script}})(value)`, {
      value: JSON.stringify(parameters),
      HttpRequest,
    }) as string
  expect(call()).toBe('OK')
  for (const { to, body, type } of sent) {
    const [name = '', ...text] = type.split(': ')
    expect((await fetch(to, { method: 'POST', body, headers: { [name]: text.join(': ') } })).status).toBe(202)
  }
  expect(await arrived()).toMatchObject([{ fingerprint: '7', title: hostile, severity: 'error' }])
  status = 400
  expect(call).toThrow('Fireline answered 400: no')
})
