/** Of the agent of a host: counted up when what it can do changes. */
export const agentVersion = '1'
