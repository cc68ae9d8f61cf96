/**
 * A MAC address as octets: `02:00:00:12:34:56`.
 * @throws RangeError when it is none
 */
export function macAddress(text: string): Uint8Array {
  if (!/^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$/.test(text)) {
    throw new RangeError(`address is ${text}: it must be a MAC address, as in 02:00:00:12:34:56`);
  }
  return Uint8Array.from(text.split(":"), (octet) => parseInt(octet, 16));
}
