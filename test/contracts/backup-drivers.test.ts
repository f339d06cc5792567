import { requireProgram } from '../real-program.ts'
import { driverKeepsItsPromises } from './backup-cases.ts'
import { folderSource, ownSource, sqliteSource } from './backup-sources.ts'

driverKeepsItsPromises('files of a folder', folderSource)
driverKeepsItsPromises('programs of the team itself', () => ownSource())
if (requireProgram('sqlite3')) driverKeepsItsPromises('SQLite', sqliteSource)
