import { StandBy } from './stand-by.tsx'
import { Traffic } from './traffic.tsx'
import { WithoutCopy } from './without-copy.tsx'

/** What few incidents have: commands that changed data without a copy, a stand-by, moved traffic. */
export default function BesideChanges() {
  return (
    <>
      <StandBy />
      <Traffic />
      <WithoutCopy />
    </>
  )
}
