/** As many as a number can add up of 32 bits each, and stay exact. */
const each = 2 ** 20

/** Adds up md5 digests, each of its four words apart: the same rows give the same sum, in whatever order they come. */
export function sumOfDigests() {
  const sums = [0n, 0n, 0n, 0n]
  let [now, count, odd] = [[0, 0, 0, 0], 0, 0]
  const carry = () => {
    for (const [i, part] of now.entries()) sums[i] = (sums[i] ?? 0n) + BigInt(part)
    now = [0, 0, 0, 0]
  }
  return {
    add(digest: string) {
      if (digest.length !== 32) odd++
      now = now.map((part, i) => part + Number.parseInt(digest.slice(i * 8, i * 8 + 8), 16))
      if (++count % each === 0) carry()
    },
    /** `odd`: how many were no digest at all. */
    all() {
      if (odd === 0) carry()
      return { count, odd, sum: sums.map(String).join(' ') }
    },
  }
}
