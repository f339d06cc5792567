/** Bytes of one frame of `/agent` or `/ws`, in either direction. */
export const maxFrameBytes = 1024 * 1024
/** Bytes of recording in one frame of `/agent`. */
export const maxCastBytes = 192 * 1024
