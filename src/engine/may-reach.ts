import { BlockList, isIP } from 'node:net'

/** Whether this address, found under that name, may be reached. */
export type May = (host: string, address: string) => boolean

export const refusedAddress = (host: string) =>
  new Error(`${host} is not a public address. An admin may allow it: FIRELINE_ALLOW_PRIVATE=${host}`)

/** `allowed`: names, addresses and CIDR blocks of our own network, with commas; everything public may be reached besides. */
export function allowList(allowed: string): May {
  const names = new Set<string>()
  const blocks = new BlockList()
  for (const one of allowed
    .split(',')
    .map(text => text.trim().toLowerCase())
    .filter(Boolean)) {
    const [address = '', bits] = one.split('/')
    const family = familyOf(address)
    if (!family) names.add(one)
    else if (bits) blocks.addSubnet(address, Number(bits), family)
    else blocks.addAddress(address, family)
  }
  return (host, address) =>
    names.has(host.toLowerCase()) || blocks.check(address, familyOf(address)) || !isPrivate(address)
}

const familyOf = (address: string): 'ipv4' | 'ipv6' | undefined =>
  isIP(address) === 4 ? 'ipv4' : isIP(address) === 6 ? 'ipv6' : undefined

// RFC 6890 and its like: this host, our networks, links, tests, multicast, and IPv6 that wraps IPv4.
const inside = new BlockList()
for (const block of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/127',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]) {
  const [address = '', bits] = block.split('/')
  inside.addSubnet(address, Number(bits), familyOf(address))
}

/** An IPv4 address in IPv6 clothes is looked at without them. */
export function isPrivate(address: string): boolean {
  const family = familyOf(address)
  return family === undefined || inside.check(address, family)
}
