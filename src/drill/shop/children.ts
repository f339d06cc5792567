import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { StateFolder } from './state-folder.ts'

export type Message = Record<string, unknown>

export type Started = {
  name: string
  program: URL
  settings: Record<string, string>
  onMessage?: (message: Message) => void
}

/** A process of the shop that is started again whenever it ends, as any init system does. */
export type Child = { tell(message: Message): void; stop(): Promise<void> }

const restartAfterMs = 150

export async function startChild(folder: StateFolder, what: Started): Promise<{ child: Child; ready: Message }> {
  let isStopping = false
  let running: ChildProcess
  const ready = new Promise<Message>((isReady, failed) => {
    const begin = () => {
      running = launch(folder, what)
      running.on('message', message => {
        if ((message as Message)['type'] === 'ready') isReady(message as Message)
        what.onMessage?.(message as Message)
      })
      running.on('error', failed)
      running.on('exit', () => {
        if (!isStopping) setTimeout(() => !isStopping && begin(), restartAfterMs)
      })
    }
    begin()
    setTimeout(
      () => failed(new Error(`${what.name} did not start; see ${folder.at('logs', `${what.name}.log`)}`)),
      8_000,
    ).unref()
  })
  const child: Child = {
    tell: message => void (running.connected && running.send(message)),
    stop: async () => {
      isStopping = true
      await end(running)
    },
  }
  return { child, ready: await ready }
}

/** In a session of its own, so that a Ctrl-C in the terminal reaches the drill first, and the drill ends it in order. */
function launch(folder: StateFolder, { name, program, settings }: Started): ChildProcess {
  const log = openSync(folder.at('logs', `${name}.log`), 'a')
  const { PATH = '', HOME = '', TZ = '' } = process.env
  const env = { PATH, HOME, TZ, SHOP_FOLDER: folder.path, SHOP_NAME: name, ...settings }
  const stdio = ['ignore', log, log, 'ipc'] as const
  const running = spawn(process.execPath, [program.pathname], { env, stdio: [...stdio], detached: true })
  closeSync(log)
  if (running.pid) folder.record(name, running.pid)
  return running
}

async function end(running: ChildProcess): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return
  const gone = new Promise(ended => running.once('exit', ended))
  running.kill('SIGTERM')
  const hard = setTimeout(() => running.kill('SIGKILL'), 1_200)
  await gone
  clearTimeout(hard)
}
