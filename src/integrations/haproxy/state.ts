import { open, readFile, rename, rm } from 'node:fs/promises'
import { type Server, TrafficTrouble } from '../../steps/change/traffic-driver.ts'
import { say } from './socket.ts'

/**
 * A reload forgets what the socket was told. With a state file (`server-state-file` and `load-server-state-from-file global`) it is
 * written there, for the servers that stand in the configuration; without one, these are the lines to paste.
 */
export async function keepState(
  socket: string,
  servers: readonly Server[],
  file: string | undefined,
): Promise<string | undefined> {
  if (!file) return servers.map(cfgLine).join('\n')
  const all = await say(socket, 'show servers state')
  if (!isState(all)) throw new TrafficTrouble('HAProxy does not say its state; its state file was left as it is.')
  await put(file, `${all}\n`)
  return undefined
}

const cfgLine = ({ name, address, weight, state, passes }: Server): string => {
  const set = state === 'maint' ? 'disabled' : `weight ${state === 'drain' ? 0 : weight}`
  return `server ${name} ${address}${passes === undefined ? '' : ' check'} ${set}`
}

const isState = (text: string) => text.startsWith('1\n# be_id ')

/** Whole or not at all, and never over a file that is something else. */
async function put(file: string, text: string): Promise<void> {
  const beside = `${file}.fireline`
  try {
    const was = await readFile(file, 'utf8')
    if (was.trim() !== '' && !isState(was))
      throw new TrafficTrouble(`${file} is no state file of HAProxy; it was left alone.`)
    await rm(beside, { force: true })
    const handle = await open(beside, 'wx', 0o644)
    await handle.writeFile(text)
    await handle.sync()
    await handle.close()
    await rename(beside, file)
  } catch (error) {
    if (error instanceof TrafficTrouble) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error'
    throw new TrafficTrouble(`HAProxy's state file cannot be written: ${code}.`)
  }
}
