/** Who does what until when. */
export default function Tasks() {
  return null
}
