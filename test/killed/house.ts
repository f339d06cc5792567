import { writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { between, type Random } from '../../src/drill/random.ts'
import { killPostgres, logIn, type ServerRun, serve } from './server.ts'

/** One kill: from the first signal until nothing of that run was left, by the monotonic clock. */
export interface Kill {
  from: number
  to: number
  how: 'server' | 'server and database'
  moment: 'starting' | 'serving'
}

/** A server that is hit at random moments and started again. */
export interface House {
  url(): string | undefined
  start(): Promise<void>
  strike(random: Random): Promise<Kill>
  end(): Promise<void>
}

export function keepHouse(env: NodeJS.ProcessEnv, folder: string, dataDir: string): House {
  let run: ServerRun | undefined
  let url: string | undefined
  const logFile = logIn(folder)
  writeFileSync(logFile, '')
  const begin = () => {
    run ??= serve(env, logFile)
    return run
  }
  const start = async () => {
    url = await begin().ready
  }
  return {
    url: () => url,
    start,
    async strike(random) {
      const moment = url === undefined && random() < 0.2 ? 'starting' : 'serving'
      const running = begin()
      if (moment === 'serving') await start()
      await wait(between(random, 30, moment === 'starting' ? 700 : 1_500))
      const from = performance.now()
      const how = random() < 0.4 ? 'server and database' : 'server'
      if (how === 'server and database') {
        killPostgres(dataDir, random() < 0.5 ? 'SIGKILL' : 'SIGQUIT')
        await wait(between(random, 0, 300))
      }
      await running.end('SIGKILL')
      run = undefined
      url = undefined
      return { from, to: performance.now(), how, moment }
    },
    async end() {
      await run?.end('SIGTERM')
    },
  }
}
