/**
 * One of the chip's two 16 KB memories, shared out among eight sockets in order. Whatever its size, a socket's block is
 * addressed with 16 bits and repeats (W5500 datasheet v1.0.9, section 3.3 and page 27).
 */
export class BufferMemory {
  private readonly _octets = new Uint8Array(16 * 1024);
  /** KB, by socket. */
  private readonly _sizes = new Uint8Array(8).fill(2);

  sizeOf(socket: number): number {
    return this._sizes[socket]! * 1024;
  }

  /** 0, 1, 2, 4, 8 or 16 KB; what else is written makes the socket unusable (section 4.2 at Sn_RXBUF_SIZE): it gets nothing. */
  setSize(socket: number, kilobytes: number): void {
    this._sizes[socket] = [0, 1, 2, 4, 8, 16].includes(kilobytes) ? kilobytes : 0;
  }

  reset(): void {
    this._sizes.fill(2);
  }

  read(socket: number, address: number): number {
    const place = this._place(socket, address);
    return place < 0 ? 0 : this._octets[place]!;
  }

  write(socket: number, address: number, octet: number): void {
    const place = this._place(socket, address);
    if (place >= 0) this._octets[place] = octet;
  }

  /** -1 where sizes add up to more than there is, or the socket has none. */
  private _place(socket: number, address: number): number {
    const size = this.sizeOf(socket);
    let base = 0;
    for (let i = 0; i < socket; i++) base += this.sizeOf(i);
    return size === 0 || base + size > this._octets.length ? -1 : base + (address & (size - 1));
  }
}
