import { Agent, request } from 'node:http'
import { setting, tell, whenToldToGo } from './program.ts'

// The shop's customers: most look at an order, some place one. Never more than so many a second, nor so many at once.

const shopPort = Number(setting('SHOP_PORT'))
const perSecond = Number(setting('SHOP_CUSTOMERS_PER_SECOND'))
const mostAtOnce = 20
const items = ['tea', 'lamp', 'chair', 'bicycle', 'kettle', 'rope']
const agent = new Agent({ keepAlive: true, maxSockets: mostAtOnce })
let underWay = 0
let visits = 0
let tally = { answered: 0, failed: 0 }

const visiting = setInterval(() => {
  if (underWay < mostAtOnce) visit()
}, 1_000 / perSecond)

function visit(): void {
  visits += 1
  underWay += 1
  const customer = `customer-${(visits * 7) % 90}`
  const placesAnOrder = visits % 5 === 0
  const body = placesAnOrder ? order(customer) : undefined
  const path = body ? '/orders' : `/orders/${((visits * 13) % 200) + 1}`
  const headers = { 'x-customer': customer, 'content-type': 'application/json', 'content-length': body?.length ?? 0 }
  const method = body ? 'POST' : 'GET'
  const asking = request(
    { host: '127.0.0.1', port: shopPort, method, path, headers, agent, timeout: 3_000 },
    answer => {
      answer.resume()
      answer.on('end', () => leave(customer, `${method} ${path}`, answer.statusCode ?? 0))
      answer.on('error', () => leave(customer, `${method} ${path}`, 0))
    },
  )
  asking.on('timeout', () => asking.destroy())
  asking.on('error', () => leave(customer, `${method} ${path}`, 0))
  asking.end(body)
}

function order(customer: string): string {
  return JSON.stringify({ customer, item: items[visits % items.length], cents: 500 + ((visits * 37) % 9_000) })
}

function leave(customer: string, wanted: string, status: number): void {
  underWay -= 1
  tally.answered += 1
  if (status > 0 && status < 500) return
  tally.failed += 1
  process.stdout.write(`${new Date().toISOString()} ${customer} is unhappy: ${wanted} gave ${status || 'nothing'}\n`)
}

const telling = setInterval(() => {
  tell({ type: 'tally', ...tally })
  tally = { answered: 0, failed: 0 }
}, 200)
whenToldToGo(async () => {
  clearInterval(visiting)
  clearInterval(telling)
  agent.destroy()
})
tell({ type: 'ready', port: 0 })
