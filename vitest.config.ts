import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { compiled } from './test/compiled.ts'

/** Stories take seconds, however short their files are: begun last, one would keep a core waiting. */
class StoriesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isStory = ({ moduleId }: TestSpecification) => moduleId.includes('/test/')
    return [...sorted.filter(isStory), ...sorted.filter(one => !isStory(one))]
  }
}

// Two files at a time: the suite is made for two cores, and each file has a database of its own. The process is not: what is
// imported stays for the next file, and nothing of ours holds state outside of what a test opens and closes.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'checks/**/*.test.ts'],
    exclude: ['test/long/**'],
    globalSetup: ['test/cluster.ts'],
    maxWorkers: 2,
    isolate: false,
    env: compiled,
    sequence: { sequencer: StoriesFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
