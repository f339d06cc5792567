/** Notes that the lead does not hear until it is over. */
export default function SideChannel() {
  return null
}
