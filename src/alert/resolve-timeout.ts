/** How long an alert that must be told again lasts when its sender names no end: Alertmanager's default. */
export const resolveTimeoutMs = 300_000
