/* global native */

/** The Pico's own: `Math.random` gives the same numbers after each start there. */
export function entropy() {
  return native("xs_linkpulse_entropy").call(this);
}
