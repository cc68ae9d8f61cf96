import test from "ava";
import { ACK, FIN, PSH, RST, SYN, readIp, readTcp, tcpFrame, udpFrame } from "../../../../emulator/chips/w5500/packets";
import type { TcpSegment } from "../../../../emulator/chips/w5500/packets";
import { hex, octets, W5500Bench } from "../../../support/w5500-registers";

// UDP and TCP against the W5500 datasheet v1.0.9, section 4.2, through registers and frames; page numbers where the page
// was seen.

const COMMON = 0;
const SOCKET1 = 5;
const TX1 = 6;
const RX1 = 7;

const OURS = 0x0a000001;
const PEER = 0x0a000002;
const PEER_MAC = "02 00 00 00 00 02";

/** 10.0.0.1/24 behind 02:00:00:00:00:01, RTR 10 ms, RCR 2. */
function bench(): W5500Bench {
  const made = new W5500Bench();
  made.write(COMMON, 0x0001, "0a 00 00 fe ff ff ff 00 02 00 00 00 00 01 0a 00 00 01");
  made.write(COMMON, 0x0019, "00 64 02");
  return made;
}

function answerArp(b: W5500Bench): void {
  const frame = new Uint8Array(60);
  frame.set(
    octets(`02 00 00 00 00 01 ${PEER_MAC} 08 06 00 01 08 00 06 04 00 02
      ${PEER_MAC} 0a 00 00 02 02 00 00 00 00 01 0a 00 00 01`),
  );
  b.arrives(frame);
}

const toUs = () => ({
  sourceMac: octets(PEER_MAC),
  destinationMac: octets("02 00 00 00 00 01"),
  source: PEER,
  destination: OURS,
  ttl: 64,
});

const taken = (b: W5500Bench) => b.hub.frames.splice(0).map((frame) => hex(frame));

// --- ARP and ping

test("an ARP request for our address is answered, another is not", (t) => {
  const b = bench();
  const ask = (address: string) => {
    const frame = new Uint8Array(60);
    frame.set(
      octets(`ff ff ff ff ff ff ${PEER_MAC} 08 06 00 01 08 00 06 04 00 01
        ${PEER_MAC} 0a 00 00 02 00 00 00 00 00 00 ${address}`),
    );
    b.arrives(frame);
    b.pass(1);
  };
  ask("0a 00 00 01");
  t.deepEqual(taken(b), [
    `${PEER_MAC} 02 00 00 00 00 01 08 06 00 01 08 00 06 04 00 02 ` +
      `02 00 00 00 00 01 0a 00 00 01 ${PEER_MAC} 0a 00 00 02${" 00".repeat(18)}`,
  ]);
  ask("0a 00 00 07");
  t.deepEqual(taken(b), []);
});

test("a station with our address raises IR.CONFLICT, which writing 1 clears", (t) => {
  const b = bench();
  b.write(COMMON, 0x0016, "80");
  const frame = new Uint8Array(60);
  frame.set(
    octets(`ff ff ff ff ff ff ${PEER_MAC} 08 06 00 01 08 00 06 04 00 01 ${PEER_MAC} 0a 00 00 01
      00 00 00 00 00 00 0a 00 00 09`),
  );
  b.arrives(frame);
  t.is(b.read(COMMON, 0x0015), "80");
  t.deepEqual(b.interrupts, [true]);
  b.write(COMMON, 0x0015, "80");
  t.is(b.read(COMMON, 0x0015), "00");
  t.deepEqual(b.interrupts, [true, false]);
});

test("a ping is answered, unless MR.PB blocks it", (t) => {
  const b = bench();
  const ping = octets(`02 00 00 00 00 01 ${PEER_MAC} 08 00
    45 00 00 1e 00 00 40 00 40 01 26 dd 0a 00 00 02 0a 00 00 01 08 00 96 9b 00 01 00 01 61 62`);
  b.arrives(ping);
  b.pass(1);
  t.regex(taken(b).join(), /^02 00 00 00 00 02 .* 0a 00 00 01 0a 00 00 02 00 00 9e 9b 00 01 00 01 61 62/);
  b.write(COMMON, 0x0000, "10");
  b.arrives(ping);
  b.pass(1);
  t.deepEqual(taken(b), []);
});

// --- UDP

/** Socket 1 open for UDP on port 4500, told to send to port 500 of the peer. */
function udp(mode = "02"): W5500Bench {
  const b = bench();
  b.write(SOCKET1, 0x0000, mode);
  b.write(SOCKET1, 0x0004, "11 94");
  b.write(SOCKET1, 0x0001, "01");
  b.write(SOCKET1, 0x000c, "0a 00 00 02 01 f4");
  return b;
}

test("SEND asks for the MAC address, then sends; Sn_DHAR shows what was found", (t) => {
  const b = udp();
  b.write(TX1, 0x0000, "ff");
  b.write(SOCKET1, 0x0024, "00 01");
  b.write(SOCKET1, 0x0001, "20");
  b.pass(1);
  t.regex(taken(b).join(), /^ff ff ff ff ff ff 02 00 00 00 00 01 08 06 .* 00 00 00 00 00 00 0a 00 00 02/);
  t.is(b.read(SOCKET1, 0x0002), "00");
  answerArp(b);
  b.pass(1);
  t.is(b.read(SOCKET1, 0x0006, 6), PEER_MAC);
  t.is(b.read(SOCKET1, 0x0002), "10", "SENDOK");
  t.is(b.read(SOCKET1, 0x0022, 4), "00 01 00 01");
  t.deepEqual(taken(b), [
    `${PEER_MAC} 02 00 00 00 00 01 08 00 45 00 00 1d 00 00 40 00 80 11 e6 cd 0a 00 00 01 0a 00 00 02 ` +
      `11 94 01 f4 00 09 d9 50 ff${" 00".repeat(17)}`,
  ]);
  b.write(TX1, 0x0001, "fe");
  b.write(SOCKET1, 0x0024, "00 02");
  b.write(SOCKET1, 0x0001, "20");
  b.pass(1);
  t.is(taken(b).length, 1, "the address is known now");
});

test("nobody answers: ARP is repeated RCR times, every RTR, then TIMEOUT (section 4.1 at RCR)", (t) => {
  const b = udp();
  b.write(TX1, 0x0000, "ff");
  b.write(SOCKET1, 0x0024, "00 01");
  b.write(SOCKET1, 0x0001, "20");
  b.pass(29.9);
  t.is(b.read(SOCKET1, 0x0002), "00");
  t.is(taken(b).length, 3);
  b.pass(0.2);
  t.is(b.read(SOCKET1, 0x0002), "08");
  t.is(b.read(SOCKET1, 0x0003), "22", "a UDP socket stays open");
});

test("another subnet is reached through the gateway; SEND_MAC asks nobody (page 47)", (t) => {
  const b = udp();
  b.write(SOCKET1, 0x000c, "0b 00 00 02");
  b.write(TX1, 0x0000, "ff");
  b.write(SOCKET1, 0x0024, "00 01");
  b.write(SOCKET1, 0x0001, "20");
  b.pass(1);
  t.regex(taken(b).join(), /00 00 00 00 00 00 0a 00 00 fe/);
  const direct = udp();
  direct.write(SOCKET1, 0x0006, PEER_MAC);
  direct.write(TX1, 0x0000, "ff");
  direct.write(SOCKET1, 0x0024, "00 01");
  direct.write(SOCKET1, 0x0001, "21");
  direct.pass(1);
  t.regex(taken(direct).join(), /^02 00 00 00 00 02 02 00 00 00 00 01 08 00/);
});

test("a datagram stands behind address, port and size; other ports, damage and blocked broadcasts are not taken", (t) => {
  const b = udp("42");
  const datagram = (destinationPort: number) =>
    udpFrame(toUs(), { sourcePort: 500, destinationPort, data: octets("aa bb cc") });
  b.arrives(datagram(4500));
  t.is(b.read(SOCKET1, 0x0026, 2), "00 0b");
  t.is(b.read(RX1, 0x0000, 11), "0a 00 00 02 01 f4 00 03 aa bb cc");
  t.is(b.read(SOCKET1, 0x0002), "04");
  b.arrives(datagram(4501));
  const damaged = datagram(4500);
  damaged[44]! ^= 1;
  b.arrives(damaged);
  const broadcast = { ...toUs(), destination: 0xffffffff, destinationMac: new Uint8Array(6).fill(0xff) };
  b.arrives(udpFrame(broadcast, { sourcePort: 1, destinationPort: 4500, data: octets("01") }));
  t.is(b.read(SOCKET1, 0x0026, 2), "00 0b");
});

// --- TCP

interface Peer {
  b: W5500Bench;
  /** What the chip sent since, told as `SA 1 ack 2 [data]`, numbers relative to each side's first. */
  sent(): string[];
  segment(flags: number, sequence: number, acknowledgement: number, data?: string): void;
}

const PEER_FIRST = 0xfffffff0;

function tcp(): Peer {
  const b = bench();
  b.write(SOCKET1, 0x0000, "01");
  b.write(SOCKET1, 0x0004, "00 50");
  b.write(SOCKET1, 0x0001, "01");
  let first = 0;
  const names = (flags: number) =>
    [flags & SYN && "S", flags & FIN && "F", flags & RST && "R", flags & PSH && "P", flags & ACK && "A"]
      .filter(Boolean)
      .join("");
  return {
    b,
    sent: () =>
      b.hub.frames.splice(0).flatMap((frame) => {
        const packet = readIp(frame);
        const segment = packet && readTcp(packet);
        if (!segment) return [];
        if (segment.flags & SYN) first = segment.sequence;
        const ack = segment.flags & ACK ? ` ack ${(segment.acknowledgement - PEER_FIRST) >>> 0}` : "";
        const data = segment.data.length > 0 ? ` [${hex(segment.data)}]` : "";
        return [`${names(segment.flags)} ${(segment.sequence - first) >>> 0}${ack}${data}`];
      }),
    segment: (flags, sequence, acknowledgement, data = "") => {
      const segment: TcpSegment = {
        sourcePort: 1000,
        destinationPort: 80,
        sequence: (PEER_FIRST + sequence) >>> 0,
        acknowledgement: (first + acknowledgement) >>> 0,
        flags,
        window: 1000,
        mss: flags & SYN ? 1460 : 0,
        data: octets(data),
      };
      b.arrives(tcpFrame(toUs(), segment));
      b.pass(1);
    },
  };
}

/** A connection that the peer made. */
function connected(): Peer {
  const peer = tcp();
  peer.b.write(SOCKET1, 0x0001, "02");
  peer.segment(SYN, 0, 0);
  peer.sent();
  peer.segment(ACK, 1, 1);
  peer.b.write(SOCKET1, 0x0002, "ff");
  return peer;
}

const status = ({ b }: Peer) => b.read(SOCKET1, 0x0003);
const interrupts = ({ b }: Peer) => b.read(SOCKET1, 0x0002);

function send(peer: Peer, data: string, end: string): void {
  peer.b.write(TX1, parseInt(end.replace(" ", ""), 16) - octets(data).length, data);
  peer.b.write(SOCKET1, 0x0024, end);
  peer.b.write(SOCKET1, 0x0001, "20");
  peer.b.pass(1);
}

test("LISTEN waits for a SYN; the connection stands with the peer's ACK (pages 46 and 50)", (t) => {
  const peer = tcp();
  t.is(status(peer), "13");
  peer.b.write(SOCKET1, 0x0001, "02");
  t.is(status(peer), "14");
  peer.segment(SYN, 0, 0);
  t.is(status(peer), "16");
  t.deepEqual(peer.sent(), ["SA 0 ack 1"]);
  peer.segment(ACK, 1, 1);
  t.is(status(peer), "17");
  t.is(interrupts(peer), "01", "CON");
  t.is(peer.b.read(SOCKET1, 0x000c, 6), "0a 00 00 02 03 e8", "who it is");
});

test("CONNECT: ARP, SYN, SYN and ACK, ACK; or RST, and the socket is closed (page 46)", (t) => {
  for (const refused of [false, true]) {
    const peer = tcp();
    peer.b.write(SOCKET1, 0x000c, "0a 00 00 02 03 e8");
    peer.b.write(SOCKET1, 0x0001, "04");
    peer.b.pass(1);
    t.is(status(peer), "15");
    answerArp(peer.b);
    peer.b.pass(1);
    t.deepEqual(peer.sent(), ["S 0"]);
    peer.segment(refused ? RST | ACK : SYN | ACK, 0, 1);
    t.is(status(peer), refused ? "00" : "17");
    t.deepEqual(peer.sent(), refused ? [] : ["A 1 ack 1"]);
  }
});

test("a SYN that nobody answers: repeated with doubled times, then TIMEOUT (section 4.1 at RCR)", (t) => {
  const peer = tcp();
  peer.b.write(SOCKET1, 0x000c, "0a 00 00 02 03 e8");
  peer.b.write(SOCKET1, 0x0001, "04");
  answerArp(peer.b);
  peer.b.pass(69);
  t.deepEqual(peer.sent(), ["S 0", "S 0", "S 0"], "after 10 and 20 ms");
  t.is(interrupts(peer), "00");
  peer.b.pass(2);
  t.is(interrupts(peer), "08", "40 ms later");
  t.is(status(peer), "00");
});

test("data: SENDOK and room when the peer has acknowledged them (page 54)", (t) => {
  const peer = connected();
  send(peer, "01 02 03", "00 03");
  t.deepEqual(peer.sent(), ["PA 1 ack 1 [01 02 03]"]);
  t.is(peer.b.read(SOCKET1, 0x0020, 4), "07 fd 00 03", "Sn_TX_FSR counts from the acknowledgement, Sn_TX_RD went on");
  t.is(interrupts(peer), "00");
  peer.b.pass(10);
  t.deepEqual(peer.sent(), ["PA 1 ack 1 [01 02 03]"], "once more after RTR");
  peer.segment(ACK, 1, 4);
  t.is(interrupts(peer), "10");
  t.is(peer.b.read(SOCKET1, 0x0020, 2), "08 00");
});

test("data from the peer are taken in order and acknowledged, what was there already only acknowledged", (t) => {
  const peer = connected();
  peer.segment(PSH | ACK, 1, 1, "aa bb");
  t.is(peer.b.read(SOCKET1, 0x0026, 2), "00 02");
  t.is(peer.b.read(RX1, 0x0000, 2), "aa bb");
  t.is(interrupts(peer), "04");
  peer.segment(PSH | ACK, 1, 1, "aa bb");
  peer.segment(PSH | ACK, 30, 1, "ee");
  t.deepEqual(peer.sent(), ["A 1 ack 3", "A 1 ack 3", "A 1 ack 3"]);
  t.is(peer.b.read(SOCKET1, 0x0026, 2), "00 02");
});

test("FIN from the peer: CLOSE_WAIT, and DISCON answers it (pages 47 and 50)", (t) => {
  const peer = connected();
  peer.segment(FIN | ACK, 1, 1);
  t.is(status(peer), "1c");
  t.is(interrupts(peer), "02");
  t.deepEqual(peer.sent(), ["A 1 ack 2"]);
  peer.b.write(SOCKET1, 0x0001, "08");
  peer.b.pass(1);
  t.is(status(peer), "1d");
  t.deepEqual(peer.sent(), ["FA 1 ack 2"]);
  peer.segment(ACK, 2, 2);
  t.is(status(peer), "00");
});

test("DISCON closes from our side; without an answer TIMEOUT, and the socket is closed all the same (page 47)", (t) => {
  for (const answered of [true, false]) {
    const peer = connected();
    peer.b.write(SOCKET1, 0x0001, "08");
    peer.b.pass(1);
    t.is(status(peer), "18");
    if (answered) peer.segment(FIN | ACK, 1, 2);
    else peer.b.pass(80);
    t.is(status(peer), "00");
    t.is(interrupts(peer), answered ? "02" : "08");
  }
});

test("RST closes, whatever the state; CLOSE closes without a word (page 47)", (t) => {
  const reset = connected();
  reset.segment(RST, 1, 1);
  t.is(status(reset), "00");
  const closed = connected();
  closed.b.write(SOCKET1, 0x0001, "10");
  closed.b.pass(1);
  t.is(status(closed), "00");
  t.deepEqual(closed.sent(), []);
  closed.segment(PSH | ACK, 1, 1, "01");
  t.deepEqual(closed.sent(), ["R 1"], "and then knows nothing of it");
});

test("SEND_KEEP sends one octet that the peer has had, but not before data have moved (pages 47 and 57)", (t) => {
  const peer = connected();
  const keep = () => {
    peer.b.write(SOCKET1, 0x0001, "22");
    peer.b.pass(1);
  };
  keep();
  t.deepEqual(peer.sent(), []);
  peer.segment(PSH | ACK, 1, 1, "aa");
  peer.sent();
  keep();
  t.deepEqual(peer.sent(), ["A 0 ack 2 [00]"]);
  peer.segment(ACK, 2, 1);
  peer.b.pass(1000);
  t.is(status(peer), "17", "answered");
  keep();
  peer.b.pass(80);
  t.is(status(peer), "00", "not answered");
  t.is(interrupts(peer), "0c");
});

test("Sn_KPALVTR sends them every 5 s for each unit, and SEND_KEEP is ignored meanwhile (page 57)", (t) => {
  const peer = connected();
  peer.b.write(SOCKET1, 0x002f, "02");
  peer.segment(PSH | ACK, 1, 1, "aa");
  peer.sent();
  peer.b.write(SOCKET1, 0x0001, "22");
  peer.b.pass(9990);
  t.deepEqual(peer.sent(), []);
  peer.b.pass(11);
  t.deepEqual(peer.sent(), ["A 0 ack 2 [00]"]);
});

test("the peer's keepalive is answered", (t) => {
  const peer = connected();
  peer.segment(ACK, 0, 1, "00");
  t.deepEqual(peer.sent(), ["A 1 ack 1"]);
  t.is(peer.b.read(SOCKET1, 0x0026, 2), "00 00");
});
