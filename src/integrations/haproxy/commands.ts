import { TrafficTrouble } from '../../steps/change/traffic-driver.ts'
import { say } from './socket.ts'

/** What a name may be: it goes into a line that the proxy reads, so nothing in it may end a word or a command. */
const name = /^[A-Za-z0-9_.:-]{1,100}$/
const address = /^(?:[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):\d{1,5}$/

export function named(said: string | undefined, what: string): string {
  if (said === undefined || !name.test(said)) throw new TrafficTrouble(`That is no name of a ${what} in HAProxy.`)
  return said
}

export function addressed(said: string): string {
  if (!address.test(said)) throw new TrafficTrouble('That is no address: a host and a port, like 10.0.0.7:8080.')
  return said
}

const shares = /^set server [A-Za-z0-9_.:-]+\/[A-Za-z0-9_.:-]+ (?:weight \d{1,3}|state (?:ready|drain|maint))$/

/** Only what shares out traffic: steps come back from where they were kept, and nothing else may ride along. */
export function isStep(command: string, backend: string): boolean {
  return shares.test(command) && command.startsWith(`set server ${backend}/`)
}

/** Sends one command. HAProxy says nothing when it is done, but for two that answer in words. */
export async function order(socket: string, command: string): Promise<void> {
  const answer = await say(socket, command)
  const isDone = command.startsWith('add server') ? answer.startsWith('New server registered') : answer === ''
  if (!isDone) throw new TrafficTrouble(`HAProxy refuses "${command}": ${firstLine(answer)}`)
}

export const firstLine = (answer: string): string =>
  (answer.split('\n')[0] ?? '').replace(/[^\x20-\x7e]/g, '?').slice(0, 200) || 'it says nothing'
