import { requireProgram } from '../real-program.ts'
import { driverKeepsItsPromises } from './backup-cases.ts'
import { type BackupSource, folderSource, ownSource, sqliteSource } from './backup-sources.ts'
import { driverSaysWhatIsWrong } from './backup-troubles.ts'

for (const [name, open] of sources()) {
  driverKeepsItsPromises(name, open)
  driverSaysWhatIsWrong(name, open)
}

function sources(): [string, () => BackupSource][] {
  const always: [string, () => BackupSource][] = [
    ['files of a folder', () => folderSource()],
    ['programs of the team itself', () => ownSource()],
  ]
  return requireProgram('sqlite3') ? [...always, ['SQLite', sqliteSource]] : always
}
