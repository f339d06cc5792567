// A web server in a process of its own, so that it can be killed. `web.ts <name> <port>`; told `break`, it answers 500.
import { startWeb } from '../../test/proxies.ts'

const [name = 'web', port = '0'] = process.argv.slice(2)
const web = await startWeb(name, Number(port))
process.send?.(web.port)
process.on('message', () => {
  web.status = 500
  process.send?.('broken')
})
process.on('disconnect', () => process.exit())
