import { join } from 'node:path'
import type { AcceptLog } from './engine/accept.ts'
import type { Desk } from './engine/desk.ts'
import { segmentLog } from './engine/segment-log.ts'
import { tableLog } from './engine/table-log.ts'
import type { Settings } from './settings.ts'
import { segmentsFolder } from './store/segments/open.ts'

/**
 * Segment files where the data folder has the database too. On a shared database a table, so that another node applies what one that
 * died had accepted.
 */
export async function openAcceptLog(desk: Desk, { acceptLog, databaseUrl, dataDir }: Settings): Promise<AcceptLog> {
  const kind = acceptLog ?? (databaseUrl ? 'table' : 'segments')
  return kind === 'table' ? tableLog(desk) : segmentLog(desk, { folder: segmentsFolder(dataDir) })
}
