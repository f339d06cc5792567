import { Readable } from 'node:stream'
import { z } from 'zod'
import { isId } from '../../engine/id.ts'
import { keepScreens, keptEachBytes } from '../../hosts/keep-screens.ts'
import { readHead } from '../../store/head.ts'
import { screenBefore } from '../../store/recording-screens.ts'
import { readRecording, recordingNamed } from '../../store/recordings.ts'
import { castV2 } from '../../terminal/cast-v2.ts'
import { badField, notFound } from '../answer.ts'
import { liveElsewhere, liveHere } from '../nodes/elsewhere.ts'
import { type Route, route } from '../route.ts'

export function terminalRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/incidents/:incident/terminals',
      action: 'read',
      says: 'The shared terminals of an incident, and who has the keyboard of each.',
      async run({ sql, desk, params }) {
        const is = await readHead(sql, params.incident)
        if (!is) throw notFound(`incident ${params.incident}`)
        const here = liveHere(desk, is.id)
        const isElsewhere = is.terminals.some(({ id, state }) => state === 'live' && !here.some(one => one.id === id))
        const there = isElsewhere ? await liveElsewhere(desk, is.id) : []
        const terminals = is.terminals.map(shared => {
          const all = [...here, ...there].filter(one => one.id === shared.id)
          const { node: _, ...live } = {
            node: undefined,
            connected: false,
            ...(all.find(one => one.connected) ?? all[0]),
          }
          return { ...shared, ...live }
        })
        return { terminals }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/recordings/:file',
      action: 'read',
      says: 'A recording, asciicast v3, as `{id}.cast`; as `{id}.v2.cast` for players that know nothing newer than v2.',
      async run({ sql, params, reply }) {
        const isV2 = params.file.endsWith('.v2.cast')
        const id = params.file.replace(/(\.v2)?\.cast$/, '')
        const recording = isId(id) ? await recordingNamed(sql, id) : undefined
        if (!recording) throw notFound('such recording')
        reply.header('content-type', 'application/x-asciicast')
        reply.header('content-disposition', `attachment; filename="${recording.id}${isV2 ? '.v2' : ''}.cast"`)
        const lines = wholeLines(readRecording(sql, recording.id))
        return Readable.from(isV2 ? asV2(lines) : lines)
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/recordings/:recording/screens/:byte',
      action: 'read',
      says: 'The last screen that is kept of a long recording at or before this byte, so that a replay need not begin at zero; nothing while there is none.',
      async run({ sql, desk, params }) {
        const byte = z.coerce.number().int().nonnegative().safeParse(params.byte)
        if (!byte.success) throw badField('byte', 'A byte of the recording: a whole number.')
        const recording = isId(params.recording) ? await recordingNamed(sql, params.recording) : undefined
        if (!recording) throw notFound('such recording')
        const screen = await screenBefore(sql, recording.id, byte.data)
        const isMissing = Math.min(byte.data, recording.stored) - (screen?.at ?? 0) >= 2 * keptEachBytes
        if (isMissing) keepScreens(desk, recording)
        return { screen }
      },
    }),
  ]
}

async function* asV2(parts: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const v2 = castV2()
  for await (const part of parts) {
    const lines = part
      .toString()
      .trimEnd()
      .split('\n')
      .flatMap(line => v2(line) ?? [])
    if (lines.length > 0) yield `${lines.join('\n')}\n`
  }
}

const newline = 10

/** What comes is passed on up to its last newline: a line that is torn at the end is not there. */
async function* wholeLines(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0)
  for await (const part of parts) {
    const all = Buffer.concat([held, part])
    const end = all.lastIndexOf(newline) + 1
    if (end > 0) yield all.subarray(0, end)
    held = all.subarray(end)
  }
}
