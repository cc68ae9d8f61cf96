import test from "ava";
import { octets, W5500Bench } from "../../../support/w5500-registers";

// Against the W5500 datasheet v1.0.9, with literal offsets and values; page numbers where the page was seen.

const COMMON = 0;
const SOCKET0 = 1;
const TX0 = 2;
const RX0 = 3;

test("an SPI frame is 16 bits of address, a control octet, then data with rising address (section 2.2, page 14)", (t) => {
  const bench = new W5500Bench();
  bench.spi(0x00, 0x09, 0x04, 0x00, 0x08, 0xdc, 0x01, 0x02, 0x03);
  t.deepEqual(bench.spi(0x00, 0x09, 0x00, 0, 0, 0, 0, 0, 0).slice(3), [0x00, 0x08, 0xdc, 0x01, 0x02, 0x03]);
  t.is(bench.read(COMMON, 0x000b, 2), "dc 01");
});

test("a frame of fixed length ends by itself, and the next follows without SCSn (section 2.4)", (t) => {
  const bench = new W5500Bench();
  const miso = bench.spi(
    ...[0x00, 0x0f, 0x07, 192, 168, 0, 9], // FDM4 write SIPR
    ...[0x00, 0x19, 0x02, 0, 0], // FDM2 read RTR
    ...[0x00, 0x39, 0x01, 0], // FDM1 read VERSIONR
    ...[0x00, 0x0f, 0x03, 0, 0, 0, 0], // FDM4 read SIPR
  );
  t.deepEqual(miso.slice(10, 12), [0x07, 0xd0]);
  t.is(miso[15], 0x04);
  t.deepEqual(miso.slice(19, 23), [192, 168, 0, 9]);
});

test("a frame of variable length ends when SCSn rises (section 2.1, page 13)", (t) => {
  const bench = new W5500Bench();
  bench.spi(0x00, 0x0f);
  bench.spi(0x00, 0x0f, 0x04, 10);
  t.is(bench.read(COMMON, 0x000f, 4), "0a 00 00 00");
});

test("reserved blocks and addresses do nothing", (t) => {
  const bench = new W5500Bench();
  bench.write(4, 0x0000, "ff");
  t.is(bench.read(4, 0x0000), "00");
  bench.write(COMMON, 0x0100, "ff");
  t.is(bench.read(COMMON, 0x0100), "00");
  t.is(bench.read(COMMON, 0x0039), "04");
});

test("reset values of the common registers (section 4.1)", (t) => {
  const bench = new W5500Bench();
  t.is(bench.read(COMMON, 0x0000, 0x13), new Array(0x13).fill("00").join(" "));
  t.is(bench.read(COMMON, 0x0013, 6), "00 00 00 00 00 00");
  t.is(bench.read(COMMON, 0x0019, 3), "07 d0 08");
  t.is(bench.read(COMMON, 0x001c), "28");
  t.is(bench.read(COMMON, 0x0039), "04");
});

test("reset values of the socket registers (section 4.2, pages 46, 54, 55 and 57)", (t) => {
  const bench = new W5500Bench();
  for (let socket = 0; socket < 8; socket++) {
    const block = 4 * socket + 1;
    t.is(bench.read(block, 0x0000, 6), "00 00 00 00 00 00");
    t.is(bench.read(block, 0x0006, 6), "ff ff ff ff ff ff");
    t.is(bench.read(block, 0x0016), "80");
    t.is(bench.read(block, 0x001e, 2), "02 02", "2 KB each (page 27)");
    t.is(bench.read(block, 0x0020, 2), "08 00", "Sn_TX_FSR (page 54)");
    t.is(bench.read(block, 0x0022, 10), new Array(10).fill("00").join(" "));
    t.is(bench.read(block, 0x002c, 4), "ff 40 00 00");
  }
});

test("MR.RST brings the reset values back, and clears itself", (t) => {
  const bench = new W5500Bench({ resetTime: 50_000 });
  bench.write(COMMON, 0x0009, "00 08 dc 01 02 03");
  bench.write(SOCKET0, 0x001e, "08 08");
  bench.write(SOCKET0, 0x0000, "04");
  bench.write(SOCKET0, 0x0001, "01");
  bench.write(COMMON, 0x0000, "80");
  t.is(bench.read(COMMON, 0x0000), "80");
  bench.pass(0.06);
  t.is(bench.read(COMMON, 0x0000), "00");
  t.is(bench.read(COMMON, 0x0009, 6), "00 00 00 00 00 00");
  t.is(bench.read(SOCKET0, 0x0000, 4), "00 00 00 00");
  t.is(bench.read(SOCKET0, 0x001e, 2), "02 02");
});

test("VERSIONR, Sn_SR and the pointers of the chip's own can't be written", (t) => {
  const bench = new W5500Bench();
  bench.write(COMMON, 0x0039, "51");
  t.is(bench.read(COMMON, 0x0039), "04");
  bench.write(SOCKET0, 0x0003, "42");
  t.is(bench.read(SOCKET0, 0x0003), "00");
  bench.write(SOCKET0, 0x0020, "12 34 56 78");
  t.is(bench.read(SOCKET0, 0x0020, 4), "08 00 00 00");
  bench.write(SOCKET0, 0x0026, "12 34");
  bench.write(SOCKET0, 0x002a, "12 34");
  t.is(bench.read(SOCKET0, 0x0026, 6), "00 00 00 00 00 00");
});

test("a socket's buffer repeats over the 16 bits of its addresses, and is nobody else's (page 27, section 3.3)", (t) => {
  const bench = new W5500Bench();
  bench.write(TX0, 0x0000, "11");
  bench.write(TX0, 0x07ff, "22");
  bench.write(6, 0x0000, "33");
  t.is(bench.read(TX0, 0x0800), "11");
  t.is(bench.read(TX0, 0xf7ff, 2), "22 11", "the address goes on over the end");
  bench.write(TX0, 0xffff, "44 55");
  t.is(bench.read(TX0, 0x07ff), "44");
  t.is(bench.read(TX0, 0x0000), "55");
  t.is(bench.read(6, 0x0000), "33");
});

test("a socket's share of the memory can be set, and 16 KB is all there is", (t) => {
  const bench = new W5500Bench();
  for (let socket = 0; socket < 8; socket++) bench.write(4 * socket + 1, 0x001e, socket === 0 ? "10 10" : "00 00");
  t.is(bench.read(SOCKET0, 0x0020, 2), "40 00");
  bench.write(TX0, 0x3fff, "77");
  t.is(bench.read(TX0, 0x7fff), "77");
  t.is(bench.read(5, 0x0020, 2), "00 00");
  bench.write(6, 0x0000, "88");
  t.is(bench.read(6, 0x0000), "00");
  bench.write(SOCKET0, 0x001e, "03");
  t.is(bench.read(RX0, 0x0000), "00", "3 KB is no size");
});

test("OPEN leads to the state of the protocol, MACRAW on socket 0 only (page 46)", (t) => {
  const bench = new W5500Bench();
  const opens = (socket: number, mode: string) => {
    const block = 4 * socket + 1;
    bench.write(block, 0x0001, "10");
    bench.write(block, 0x0000, mode);
    bench.write(block, 0x0001, "01");
    t.is(bench.read(block, 0x0001), "00", "the command is taken");
    return bench.read(block, 0x0003);
  };
  t.is(opens(0, "01"), "13");
  t.is(opens(0, "02"), "22");
  t.is(opens(0, "04"), "42");
  t.is(opens(1, "04"), "00");
  t.is(opens(7, "02"), "22");
  t.is(opens(7, "00"), "00");
});

test("a command shows in Sn_CR until the chip has taken it (page 46)", (t) => {
  const bench = new W5500Bench({ commandTime: 5000 });
  bench.write(SOCKET0, 0x0000, "04");
  bench.write(SOCKET0, 0x0001, "01");
  t.is(bench.read(SOCKET0, 0x0001), "01");
  bench.pass(0.006);
  t.is(bench.read(SOCKET0, 0x0001), "00");
});

// --- PHYCFGR (section 4.1)

test("PHYCFGR after reset: out of reset, mode of the pins, everything advertised", (t) => {
  const bench = new W5500Bench({ linkTime: 2_000_000_000 });
  t.is(bench.read(COMMON, 0x002e), "b8");
  bench.pass(2001);
  t.is(bench.read(COMMON, 0x002e), "bf", "linked, 100 Mbit/s, full duplex");
});

test("a mode counts from the PHY's reset on, which takes the link away", (t) => {
  const bench = new W5500Bench();
  bench.write(COMMON, 0x002e, "40");
  t.is(bench.read(COMMON, 0x002e), "40", "10 Mbit/s half duplex, held in reset: no link");
  bench.pass(10);
  t.is(bench.read(COMMON, 0x002e), "40");
  bench.write(COMMON, 0x002e, "c0");
  bench.pass(1);
  t.is(bench.read(COMMON, 0x002e), "c1");
  bench.write(COMMON, 0x002e, "58");
  bench.write(COMMON, 0x002e, "d8");
  bench.pass(1);
  t.is(bench.read(COMMON, 0x002e), "df", "100 Mbit/s full duplex");
  bench.write(COMMON, 0x002e, "70");
  bench.write(COMMON, 0x002e, "f0");
  bench.pass(10);
  t.is(bench.read(COMMON, 0x002e), "f0", "powered down");
});

test("the link comes and goes with the cable", (t) => {
  const bench = new W5500Bench();
  bench.hub.linkUp = false;
  t.is(bench.read(COMMON, 0x002e), "b8");
  bench.hub.linkUp = true;
  bench.pass(1);
  t.is(bench.read(COMMON, 0x002e), "bf");
});

// --- interrupts (section 4.1)

/** Socket 0 in MACRAW with the filter, our address 00 08 dc 01 02 03. */
function listening(mode = "84", options = {}): W5500Bench {
  const bench = new W5500Bench(options);
  bench.write(COMMON, 0x0009, "00 08 dc 01 02 03");
  bench.write(SOCKET0, 0x0000, mode);
  bench.write(SOCKET0, 0x0001, "01");
  return bench;
}

const frame = (destination: string, rest = "02 00 00 00 00 01 90 00", length = 60) => {
  const bytes = new Uint8Array(length);
  bytes.set(octets(`${destination} ${rest}`));
  return bytes;
};

const OURS = "00 08 dc 01 02 03";

test("INTn is low while an interrupt that its masks let through waits, and until it is cleared by writing 1", (t) => {
  const bench = listening();
  bench.arrives(frame(OURS));
  t.is(bench.read(SOCKET0, 0x0002), "04", "RECV");
  t.is(bench.read(COMMON, 0x0017), "01", "SIR");
  t.deepEqual(bench.interrupts, [], "SIMR masks it");
  bench.write(COMMON, 0x0018, "01");
  t.deepEqual(bench.interrupts, [true]);
  bench.write(SOCKET0, 0x0002, "fb");
  t.is(bench.read(SOCKET0, 0x0002), "04", "0 clears nothing");
  bench.write(SOCKET0, 0x0002, "04");
  t.is(bench.read(SOCKET0, 0x0002), "00");
  t.is(bench.read(COMMON, 0x0017), "00");
  t.deepEqual(bench.interrupts, [true, false]);
});

test("Sn_IMR keeps interrupts out of SIR", (t) => {
  const bench = listening();
  bench.write(SOCKET0, 0x002c, "fb");
  bench.arrives(frame(OURS));
  t.is(bench.read(SOCKET0, 0x0002), "04");
  t.is(bench.read(COMMON, 0x0017), "00");
});

test("INTn stays away for (INTLEVEL + 1) * 4 cycles of 150 MHz before it comes again", (t) => {
  const bench = listening();
  bench.write(COMMON, 0x0013, "0e a5");
  bench.write(COMMON, 0x0018, "01");
  bench.arrives(frame(OURS));
  bench.write(SOCKET0, 0x0002, "04");
  bench.arrives(frame(OURS));
  t.deepEqual(bench.interrupts, [true, false]);
  bench.pass(0.099);
  t.deepEqual(bench.interrupts, [true, false]);
  bench.pass(0.002);
  t.deepEqual(bench.interrupts, [true, false, true]);
});

// --- MACRAW (section 4.2)

test("a frame in MACRAW stands behind its length, which counts its own two octets, and carries no FCS", (t) => {
  const bench = listening();
  bench.arrives(frame(OURS, "02 00 00 00 00 01 90 00 aa bb"));
  t.is(bench.read(SOCKET0, 0x0026, 2), "00 3e", "Sn_RX_RSR (page 55)");
  t.is(bench.read(RX0, 0x0000, 18), `00 3e ${OURS} 02 00 00 00 00 01 90 00 aa bb`);
  t.is(bench.read(SOCKET0, 0x002a, 2), "00 3e", "Sn_RX_WR");
});

test("RECV tells the chip how far Sn_RX_RD went, and makes room (page 55)", (t) => {
  const bench = listening();
  bench.arrives(frame(OURS));
  bench.arrives(frame(OURS));
  t.is(bench.read(SOCKET0, 0x0026, 2), "00 7c");
  bench.write(SOCKET0, 0x0028, "00 3e");
  t.is(bench.read(SOCKET0, 0x0026, 2), "00 7c");
  bench.write(SOCKET0, 0x0001, "40");
  t.is(bench.read(SOCKET0, 0x0026, 2), "00 3e");
});

test("a frame that has no room is lost, as a whole; pointers and data wrap", (t) => {
  const bench = listening();
  for (let i = 0; i < 40; i++) bench.arrives(frame(OURS));
  t.is(bench.read(SOCKET0, 0x0026, 2), (33 * 62).toString(16).padStart(4, "0").replace(/^(..)/, "$1 "));
  bench.write(SOCKET0, 0x0028, (33 * 62).toString(16).padStart(4, "0"));
  bench.write(SOCKET0, 0x0001, "40");
  bench.arrives(frame(OURS, "02 00 00 00 00 07 90 00"));
  t.is(bench.read(RX0, 33 * 62, 16), `00 3e ${OURS} 02 00 00 00 00 07 90 00`, "over the end at 2048");
});

test("the filter: ours, broadcasts, multicasts; and what blocks them", (t) => {
  const passes = (mode: string, destination: string, rest?: string) => {
    const bench = listening(mode);
    bench.arrives(frame(destination, rest));
    return bench.read(SOCKET0, 0x0026, 2) !== "00 00";
  };
  const OTHER = "02 00 00 00 00 05";
  const ALL = "ff ff ff ff ff ff";
  const GROUP = "cf 00 00 00 00 00";
  t.true(passes("04", OTHER), "without MFEN everything");
  t.false(passes("84", OTHER));
  t.true(passes("84", OURS));
  t.true(passes("84", ALL));
  t.true(passes("84", GROUP));
  t.false(passes("c4", ALL), "BCASTB");
  t.true(passes("c4", GROUP));
  t.false(passes("a4", GROUP), "MMB");
  t.true(passes("a4", ALL));
  t.false(passes("94", OURS, "02 00 00 00 00 01 86 dd"), "MIP6B");
  t.true(passes("94", OURS));
});

test("damaged frames, frames that are too short, and frames without a link are not seen", (t) => {
  const bench = listening();
  const damaged = frame(OURS);
  bench.chip.frameArrives(Uint8Array.of(...damaged, 1, 2, 3, 4));
  bench.chip.frameArrives(new Uint8Array(10));
  bench.hub.linkUp = false;
  bench.arrives(frame(OURS));
  t.is(bench.read(SOCKET0, 0x0026, 2), "00 00");
});

test("SEND sends what lies between Sn_TX_RD and Sn_TX_WR; SENDOK when it has left (page 54)", (t) => {
  const bench = listening();
  bench.write(TX0, 0x0000, `02 00 00 00 00 01 ${OURS} 90 00 01 02 03`);
  bench.write(SOCKET0, 0x0024, "00 11");
  t.is(bench.read(SOCKET0, 0x0020, 2), "07 ef");
  bench.write(SOCKET0, 0x0001, "20");
  t.is(bench.read(SOCKET0, 0x0002), "00", "it is on the wire");
  bench.pass(0.02);
  t.is(bench.read(SOCKET0, 0x0002), "10");
  t.is(bench.read(SOCKET0, 0x0020, 4), "08 00 00 11", "Sn_TX_FSR, Sn_TX_RD");
  t.deepEqual(
    bench.hub.frames,
    [frame("02 00 00 00 00 01", `${OURS} 90 00 01 02 03`)],
    "padded to what Ethernet asks for",
  );
});

test("without a link there is no SENDOK; a socket that is closed meanwhile sends nothing later", (t) => {
  const bench = listening();
  bench.hub.linkUp = false;
  bench.write(TX0, 0x0000, `02 00 00 00 00 01 ${OURS} 90 00`);
  bench.write(SOCKET0, 0x0024, "00 0e");
  bench.write(SOCKET0, 0x0001, "20");
  bench.pass(1000);
  t.is(bench.read(SOCKET0, 0x0002), "00");
  bench.write(SOCKET0, 0x0001, "10");
  bench.hub.linkUp = true;
  bench.pass(10);
  t.deepEqual(bench.hub.frames, []);
});

test("the chip does not hear itself", (t) => {
  const bench = listening();
  bench.write(TX0, 0x0000, `${OURS} ${OURS} 90 00`);
  bench.write(SOCKET0, 0x0024, "00 0e");
  bench.write(SOCKET0, 0x0001, "20");
  bench.pass(1);
  t.is(bench.hub.frames.length, 1);
  t.is(bench.read(SOCKET0, 0x0026, 2), "00 00");
});

test("a chip whose receiver fails hears nothing; one whose transmitter fails sends when it works again", (t) => {
  const bench = listening();
  bench.chip.deaf = true;
  bench.arrives(frame(OURS));
  t.is(bench.read(SOCKET0, 0x0026, 2), "00 00");
  bench.chip.deaf = false;
  bench.chip.mute = true;
  bench.write(TX0, 0x0000, `02 00 00 00 00 01 ${OURS} 90 00`);
  bench.write(SOCKET0, 0x0024, "00 0e");
  bench.write(SOCKET0, 0x0001, "20");
  bench.pass(1000);
  t.is(bench.read(SOCKET0, 0x0002), "00");
  t.deepEqual(bench.hub.frames, []);
  bench.chip.mute = false;
  bench.pass(1);
  t.is(bench.read(SOCKET0, 0x0002), "10");
  t.is(bench.hub.frames.length, 1);
});

test("a frame that collides is tried again, sixteen times in all; then it is given up, and no bit says so", (t) => {
  const bench = listening();
  const send = () => {
    bench.write(TX0, 0x0000, `02 00 00 00 00 01 ${OURS} 90 00`);
    bench.write(SOCKET0, 0x0024, "00 0e");
    bench.write(SOCKET0, 0x0001, "20");
  };
  bench.hub.collisions = 15;
  send();
  bench.pass(1000);
  t.is(bench.hub.frames.length, 1);
  t.is(bench.hub.collisions, 0);
  bench.hub.collisions = 17;
  send();
  bench.pass(1000);
  t.is(bench.hub.frames.length, 1);
  t.is(bench.hub.collisions, 1);
  t.is(bench.read(SOCKET0, 0x0002), "10");
});
