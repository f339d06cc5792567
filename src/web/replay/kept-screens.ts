import { read } from '../desk/client.ts'

/** What a terminal showed after the first `at` bytes of its recording. */
export interface KeptScreen {
  at: number
  cols: number
  rows: number
  data: string
}

/** The last screen at this byte or before it that the server keeps; undefined where there is none, or no line. */
export async function screenNear(recording: string, byte: number): Promise<KeptScreen | undefined> {
  try {
    return (await read<{ screen?: KeptScreen }>(`/api/v1/recordings/${recording}/screens/${byte}`)).screen
  } catch {
    return undefined
  }
}
