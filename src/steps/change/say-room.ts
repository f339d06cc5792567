/** Room for a copy, in words. */
export const say = {
  noRoom: (wanted: number, free: number, reserve: number, isFirelines: boolean) =>
    `There is no room for a copy: it needs about ${megabytes(wanted)} MB, ${megabytes(free)} MB are free, and ${megabytes(reserve)} MB of that stay free${isFirelines ? ' for Fireline itself' : ''}. ${elsewhere}`,
  sameDisk: (free: number, reserve: number) =>
    `What it copies lies on the very disk that copies go to, and that is nearly full: ${megabytes(free)} MB are free, and ${megabytes(reserve)} MB stay free. ${elsewhere}`,
  onFire: (title: string) =>
    `“${title}” fires about the very disk that copies go to: nothing is written there. ${elsewhere}`,
  onlyDisk: 'It lies on the same disk as what it copies: a disk that dies takes both.',
}

const elsewhere = 'FIRELINE_COPIES names another place.'

const megabytes = (bytes: number): string => Math.ceil(bytes / 1_000_000).toLocaleString('en')
