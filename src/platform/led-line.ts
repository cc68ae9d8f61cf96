/** What an LED looks at when a keepalive interval is over: a router, or an Ethernet link. */
export interface LedLine {
  readonly lineProtocolUp: boolean;
  /** Whether the last keepalive came back. Left out: one that was sent is enough. */
  readonly keepaliveAnswered?: boolean;
}

/** Whether the interval of `line` that is over is worth a flash; undefined while the line is being made. */
export function isWorthFlash(line: LedLine | undefined): boolean {
  return line !== undefined && line.lineProtocolUp && line.keepaliveAnswered !== false;
}
