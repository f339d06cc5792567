import { proxies } from './server/routes/stand-by-kinds.ts'
import type { TrafficDriver } from './steps/change/traffic-driver.ts'

/** Everything that can move a service's traffic. */
export const trafficDrivers: readonly TrafficDriver[] = proxies
