import { parentPort } from 'node:worker_threads'
import { type ParsedScreen, parsedScreen } from './parsed-screen.ts'
import type { FromScreens, ToScreens } from './screen-thread.ts'

/** The program of the thread that parses what terminals print: however much that is, nobody's keys wait for it. */
const screens = new Map<number, ParsedScreen>()
const say = (said: FromScreens) => parentPort?.postMessage(said, [])

parentPort?.on('message', (told: ToScreens) => {
  const { screen: id } = told
  if (told.type === 'open') {
    const onPosition = (offset: number) => say({ type: 'position', screen: id, offset })
    screens.set(id, parsedScreen(told.cols, told.rows, onPosition))
    return
  }
  const screen = screens.get(id)
  if (!screen) return
  if (told.type === 'write') screen.write(told.data, told.offset)
  if (told.type === 'resize') screen.resize(told.cols, told.rows)
  if (told.type === 'replace') screen.replace(told.data, told.offset)
  if (told.type === 'ask') {
    const { ask, what } = told
    void screen[what]().then(answer => say({ type: 'answer', screen: id, ask, answer }))
  }
  if (told.type === 'end') {
    screens.delete(id)
    screen.end()
  }
})
