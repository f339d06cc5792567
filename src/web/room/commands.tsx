/** What ran in the terminals here, by who, and whether it changed something. */
export default function Commands() {
  return null
}
