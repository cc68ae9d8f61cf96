/** SLARP frames as the wire has them, made and read without the code under test. */

function slarp(type: number, a: number, b: number, uptime: number, trailing = 0): Uint8Array {
  const frame = new Uint8Array(22 + trailing);
  const view = new DataView(frame.buffer);
  view.setUint32(0, 0x8f008035);
  view.setUint32(4, type);
  view.setUint32(8, a);
  view.setUint32(12, b);
  view.setUint16(16, 0xffff);
  view.setUint32(18, uptime);
  return frame;
}

/** A keepalive of a peer: (myseq, yourseen) and its uptime, by default one that is never ours. */
export function keepalive(sequence: number, acknowledgement: number, uptime = 0x7fff0000, trailing = 0): Uint8Array {
  return slarp(2, sequence, acknowledgement, uptime, trailing);
}

export function request(): Uint8Array {
  return slarp(0, 0, 0, 0);
}

export function reply(address: string, mask: string): Uint8Array {
  return slarp(1, ip(address), ip(mask), 0);
}

/** A packet of any protocol, unicast. */
export function packet(protocol: number, payload: Uint8Array): Uint8Array {
  return Uint8Array.of(0x0f, 0, protocol >> 8, protocol & 255, ...payload);
}

/** An IPv4 address as an int32. */
export function ip(text: string): number {
  return text.split(".").reduce((address, octet) => (address << 8) | Number(octet), 0);
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

export function uptimeOf(frame: Uint8Array): number {
  return new DataView(frame.buffer, frame.byteOffset).getInt32(18);
}

/** `keepalive 5/2`, `request`, `reply 10.0.0.1/255.0.0.0`, `packet 0800`: what a frame says. */
export function describe(frame: Uint8Array): string {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const protocol = view.getUint16(2);
  if (protocol !== 0x8035) return `packet ${protocol.toString(16).padStart(4, "0")}`;
  const type = view.getUint32(4);
  if (type === 2) return `keepalive ${view.getUint32(8)}/${view.getUint32(12)}`;
  if (type === 1) return `reply ${dotted(view.getUint32(8))}/${dotted(view.getUint32(12))}`;
  return type === 0 ? "request" : `slarp type ${type}`;
}
