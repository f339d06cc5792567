import { driverKeepsItsPromises } from '../contracts/backup-cases.ts'
import { resticSource } from '../contracts/backup-sources.ts'
import { driverSaysWhatIsWrong } from '../contracts/backup-troubles.ts'
import { requireProgram } from '../real-program.ts'

if (requireProgram('restic')) {
  driverKeepsItsPromises('restic', resticSource)
  driverSaysWhatIsWrong('restic', resticSource)
}
