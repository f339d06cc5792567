import { createHash } from 'node:crypto'
import { type Server, TrafficTrouble, type View } from '../../steps/change/traffic-driver.ts'
import { firstLine } from './commands.ts'
import { say } from './socket.ts'

/** A server as HAProxy counts it: what people see, and what tells whether its looks can be believed. */
export interface Counted extends Server {
  /** Looks that failed since the proxy started. */
  failedLooks: number
  /** So many looks have to go well before a server that was down is up. */
  rise: number
  /** Requests under way. */
  sessions: number
  /** It is looked at right now, and how the last look ended is not told meanwhile. */
  isBeingLookedAt: boolean
}

/** Every server of the backend, from two answers of the proxy. Throws TrafficTrouble when they are not what HAProxy says. */
export async function readServers(socket: string, backend: string): Promise<Counted[]> {
  const states = table(await say(socket, `show servers state ${backend}`), /^# (?=be_id )/m)
  const counts = table(await say(socket, `show stat ${backend} 4 -1`), /^# (?=pxname,)/m, ',')
  const byName = new Map(counts.map(one => [one['svname'], one]))
  return states.map(state => counted(state, byName.get(state['srv_name']) ?? {}))
}

type Cells = Record<string, string>

function table(answer: string, head: RegExp, between = ' '): Cells[] {
  const start = answer.search(head)
  if (start < 0) throw new TrafficTrouble(`HAProxy does not know that backend: ${firstLine(answer)}`)
  const [names = '', ...lines] = answer.slice(start + 2).split('\n')
  const columns = names.split(between)
  return lines
    .filter(line => line.trim() !== '')
    .map(line => Object.fromEntries(line.split(between).map((cell, n) => [columns[n], cell])))
}

// https://docs.haproxy.org/2.6/management.html, "show servers state"
const inMaintenance = 0x63
const inDrain = 0x18
const checkUnderWay = 0x1
const checkEnabled = 0x4
const checkUnknown = 0
const checkPassed = 3

function counted(state: Cells, count: Cells): Counted {
  const number = (cells: Cells, name: string) => {
    const read = Number(cells[name] || 0)
    if (!Number.isFinite(read)) throw new TrafficTrouble(`HAProxy's ${name} is no number.`)
    return read
  }
  if (!state['srv_name'] || count['status'] === undefined)
    throw new TrafficTrouble('HAProxy says half of what it knows.')
  const admin = number(state, 'srv_admin_state')
  const isLookedAt = (number(state, 'srv_check_state') & checkEnabled) !== 0
  const rise = number(count, 'check_rise') || 1
  const top = rise + (number(count, 'check_fall') || 1) - 1
  const isWell = number(state, 'srv_check_result') === checkPassed && number(state, 'srv_check_health') >= top
  const refused = number(count, 'econ') + number(count, 'eresp')
  return {
    name: state['srv_name'],
    address: count['addr'] || `${state['srv_addr']}:${state['srv_port']}`,
    state:
      admin & inMaintenance
        ? 'maint'
        : admin & inDrain
          ? 'drain'
          : number(state, 'srv_op_state') === 0 || (isLookedAt && !isWell && number(state, 'srv_check_health') < rise)
            ? 'down'
            : 'ready',
    weight: number(state, 'srv_uweight'),
    // A server that left maintenance reads as up before anybody looked: only the top of the scale is believed.
    ...(isLookedAt && { passes: isWell ? rise : 0 }),
    requests: number(count, 'req_tot') || number(count, 'stot'),
    errors: Math.max(number(count, 'hrsp_5xx'), refused),
    retries: number(count, 'wretr'),
    ...(count['rtime'] && { responseMs: number(count, 'rtime') }),
    ...(count['bck'] === '1' && { spare: true as const }),
    failedLooks: number(count, 'chkfail'),
    rise,
    sessions: number(count, 'scur'),
    isBeingLookedAt:
      (number(state, 'srv_check_state') & checkUnderWay) !== 0 && number(state, 'srv_check_result') === checkUnknown,
  }
}

/** The digest is of what people set, not of what is counted or looked at. */
export function viewOf(backend: string, servers: readonly Counted[]): View {
  const set = servers.map(one => [one.name, one.address, one.state === 'down' ? 'ready' : one.state, one.weight])
  return {
    backend,
    servers: servers.map(seen),
    digest: createHash('sha256').update(JSON.stringify(set)).digest('hex'),
  }
}

function seen({ name, address, state, weight, passes, requests, errors, responseMs, spare }: Counted): Server {
  return {
    name,
    address,
    state,
    weight,
    requests,
    errors,
    ...(passes !== undefined && { passes }),
    ...(responseMs !== undefined && { responseMs }),
    ...(spare && { spare }),
  }
}
