import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Haproxy, startHaproxy, startWeb, visit, type Web } from '../../../test/proxies.ts'
import { requireProgram } from '../../../test/real-program.ts'
import { haproxy } from './haproxy.ts'

const program = requireProgram('haproxy')
const within = (ms: number) => AbortSignal.timeout(ms)
const wayBack = haproxy.wayBack ?? (() => [])

describe.runIf(program)("a service behind Debian's HAProxy", () => {
  let web: Web
  let stand: Web
  let proxy: Haproxy
  let reach: Record<string, string>

  beforeAll(async () => {
    web = await startWeb('web1')
    stand = await startWeb('stand')
    await stand.stop()
    proxy = await startHaproxy(program ?? '', [
      `web1 127.0.0.1:${web.port} check`,
      `stand 127.0.0.1:${stand.port} check disabled`,
    ])
    reach = { socket: proxy.socket, backend: 'app', checkEveryMs: '100' }
  })
  afterAll(async () => {
    await proxy?.stop()
    await web?.stop()
    await stand?.stop()
  })

  const named = async (name: string) => (await haproxy.describe(reach)).servers.find(one => one.name === name)

  test('a stand-by that is dead gets no request, whoever asks for it', async () => {
    const visitors = visit(proxy.url)
    await haproxy.add(reach, { name: 'dead', address: `127.0.0.1:${stand.port}` })
    for (const name of ['dead', 'stand']) {
      expect(await haproxy.prove(reach, name, 3, within(400))).toMatchObject({ ok: false, passes: 0 })
      const steps = haproxy.dryRun(await haproxy.describe(reach), { to: name, percent: 100 })
      await expect(haproxy.share(reach, steps, within(2_000))).rejects.toThrow("fails the proxy's looks")
      expect(await named(name)).toMatchObject({ state: 'drain', passes: 0, requests: 0 })
    }
    await expect(haproxy.drain(reach, 'web1', within(2_000))).rejects.toThrow('the only one that is up')
    await visitors.stop()
    expect(visitors.failed).toBe(0)
  })

  test('a stand-by that is well takes its share, then all, and gives it back; no request is lost', async () => {
    await stand.start()
    const before = await haproxy.describe(reach)
    const token = { before, steps: wayBack(before, 'stand') }
    const visitors = visit(proxy.url)
    expect(await haproxy.prove(reach, 'stand', 3, within(20_000))).toMatchObject({ ok: true })
    const move = async (percent: number) =>
      haproxy.share(reach, haproxy.dryRun(await haproxy.describe(reach), { to: 'stand', percent }), within(20_000))
    expect(Math.abs((await move(20)).share - 20)).toBeLessThanOrEqual(3)
    expect((await move(100)).share).toBeGreaterThanOrEqual(97)
    await haproxy.drain(reach, 'web1', within(20_000))
    const last = web.requests
    expect((await move(100)).share).toBe(100)
    expect(web.requests).toBe(last)
    expect((await haproxy.revert(reach, token, within(20_000))).share).toBeLessThanOrEqual(3)
    await visitors.stop()
    expect({ failed: visitors.failed, ...(await named('stand')) }).toMatchObject({ failed: 0, state: 'drain' })
    expect((await haproxy.describe(reach)).digest).toBe(before.digest)
  })

  test('somebody else who changes a weight is seen; what is counted is not a change', async () => {
    const before = await haproxy.describe(reach)
    const visitors = visit(proxy.url, 1)
    await visitors.stop()
    expect((await haproxy.describe(reach)).digest).toBe(before.digest)
    const steps = [{ says: '', command: 'set server app/web1 weight 77', to: 'web1' }]
    await haproxy.share(reach, steps, AbortSignal.abort()).catch(() => {})
    expect((await haproxy.describe(reach)).digest).toBe(before.digest)
    await haproxy.revert(reach, { before, steps }, within(300))
    expect((await haproxy.describe(reach)).digest).not.toBe(before.digest)
  })

  test('nothing but a step of a move is ever sent', async () => {
    const before = await haproxy.describe(reach)
    for (const command of [
      'shutdown sessions server app/web1',
      'set server app/web1 state ready; disable frontend all',
      'set server other/web1 state drain',
      'set server app/web1 state drain\nquit',
    ])
      await expect(haproxy.revert(reach, { before, steps: [{ says: '', command }] }, within(500))).rejects.toThrow(
        'nothing was sent',
      )
    for (const name of ['a b', 'a;quit', '', '$(id)', 'a\n', '../x'])
      await expect(haproxy.add(reach, { name, address: '127.0.0.1:1' })).rejects.toThrow('no name of a server')
    await expect(haproxy.add(reach, { name: 'x', address: '127.0.0.1:1 check; quit' })).rejects.toThrow('no address')
    await expect(haproxy.describe({ ...reach, backend: 'app;quit' })).rejects.toThrow('no name of a backend')
    await expect(haproxy.describe({ ...reach, backend: 'nope' })).rejects.toThrow('does not know that backend')
    expect((await haproxy.describe(reach)).digest).toBe(before.digest)
  })

  test('a reload keeps what was moved where its state file is written, and the line to paste is said where not', async () => {
    const all = haproxy.dryRun(await haproxy.describe(reach), { to: 'stand', percent: 100 })
    await haproxy.share(reach, all, within(300))
    expect(await haproxy.state(reach)).toContain(`server web1 127.0.0.1:${web.port} check weight 0`)
    const other = join(proxy.folder, 'passwd')
    writeFileSync(other, 'root:x:0:0')
    await expect(haproxy.state({ ...reach, stateFile: other })).rejects.toThrow('no state file of HAProxy')
    expect(readFileSync(other, 'utf8')).toBe('root:x:0:0')
    expect(await haproxy.state({ ...reach, stateFile: proxy.stateFile })).toBeUndefined()
    await proxy.reload()
    expect([await named('web1'), await named('stand')]).toMatchObject([{ state: 'drain' }, { state: 'ready' }])
  })
})

describe('a socket that is not as it should be', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-socket-'))
  const opened: Server[] = []
  afterAll(() => {
    for (const one of opened) one.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const says = async (answer: (line: Socket) => void) => {
    const socket = join(folder, `s${opened.length}`)
    const server = createServer(line => void line.on('error', () => {}).once('data', () => answer(line)))
    opened.push(server)
    await new Promise<void>(resolve => void server.listen(socket, resolve))
    return haproxy.describe({ socket, backend: 'app' })
  }
  const head = '1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state\n'

  test.each<[string, (line: Socket) => void, string]>([
    ['hangs up', line => line.end(), 'does not know that backend'],
    ['cuts', line => line.destroy(), 'does not know that backend'],
    ['speaks HTTP', line => line.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'HTTP/1.1 400'],
    ['says half', line => line.end(`${head}3 app 1 web1`), 'HAProxy does not know'],
    ['says bytes', line => line.end(Buffer.from([0, 255, 10, 27, 91])), 'does not know that backend: ?'],
    ['may not', line => line.end('Permission denied\n'), 'Permission denied'],
    [
      'says no numbers',
      line => line.end(`${head}3 app 1 web1 - x y\n# pxname,svname,status\napp,web1,UP\n`),
      'no number',
    ],
    ['floods', line => line.end('x'.repeat(4_100_000)), 'more than it can have to say'],
  ])('%s: said in words', async (_, answer, words) => {
    await expect(says(answer)).rejects.toThrow(words)
  })

  test('nobody there: said in words', async () => {
    await expect(haproxy.describe({ socket: join(folder, 'none'), backend: 'app' })).rejects.toThrow('ENOENT')
  })
})
