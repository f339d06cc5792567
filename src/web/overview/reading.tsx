import { howLong } from '../desk/clock.ts'

/** The first look is still being read: its shape, and no spinner. */
export function Reading({ isGone }: { isGone: boolean }) {
  return (
    <>
      <h1>{isGone ? 'What burns cannot be read now' : 'Reading what burns'}</h1>
      {isGone && <p className="soft">It is tried again every few seconds. Pages to people go on without this page.</p>}
    </>
  )
}

/** Nothing newer can be read; what stands below is that old. */
export function Gone({ says, seenAt, now }: { says: string; seenAt: number; now: Date }) {
  return (
    <p className="banner is-need" role="status">
      {says} {seenAt > 0 && `What you see is ${howLong(now.getTime() - seenAt)} old.`}
    </p>
  )
}
