/** ENC28J60: SPI instructions, control registers, buffer memory and PHY, through the pins. Pages are those of DS39662E. */
import test from "ava";
import { withErrata } from "../../../../emulator/chips/enc28j60/errata";
import { ChipPins } from "../../../support/enc28j60/chip-pins";

test("section 4.2.1: a control register is read in the octet after the instruction, one of MAC and MII one later", (t) => {
  const pins = new ChipPins().ready().bank(2);
  t.deepEqual(pins.transact(0x08, 0, 0), [0x00, 0x0f], "MACLCON1");
  pins.bank(3);
  t.deepEqual(pins.transact(0x12, 0, 0), [0x06, 0x06], "EREVID again as long as it is clocked");
});

test("table 3-2: values after a reset", (t) => {
  const pins = new ChipPins({ revision: 4 }).ready();
  const bank0 = [0x05fa, 0x0000, 0x0000, 0x0000, 0x05fa, 0x1fff, 0x05fa].map((value, i) => [2 * i, value] as const);
  for (const [low, value] of bank0) t.is(pins.eth16(low), value, `bank 0, ${low}`);
  pins.bank(1);
  t.is(pins.eth(0x18), 0xa1, "ERXFCON");
  t.is(pins.eth(0x19), 0x00, "EPKTCNT");
  pins.bank(2);
  t.deepEqual(
    [0x00, 0x02, 0x03, 0x08, 0x09, 0x0a, 0x0b].map((address) => pins.mac(address)),
    [0, 0, 0, 0x0f, 0x37, 0x00, 0x06],
  );
  pins.bank(3);
  t.deepEqual([pins.eth(0x12), pins.eth(0x15), pins.eth(0x19)], [0x04, 0x04, 0x10], "EREVID, ECOCON, EPAUSH");
  t.deepEqual(
    [0x1b, 0x1c, 0x1e].map((address) => pins.eth(address)),
    [0x00, 0x00, 0x80],
    "EIE, EIR, ECON2",
  );
});

test("section 3.1: the last five registers are those of every bank, the rest the bank's own", (t) => {
  const pins = new ChipPins().ready().bank(0).write(0x00, 0x11).bank(1).write(0x00, 0x22);
  pins.write(0x1b, 0x5a);
  t.is(pins.bank(0).eth(0x00), 0x11);
  t.is(pins.bank(1).eth(0x00), 0x22);
  for (let bank = 0; bank < 4; bank++) t.is(pins.bank(bank).eth(0x1b), 0x5a);
});

test("pointers have 13 bits; what is read only stays", (t) => {
  const pins = new ChipPins().ready().bank(0).write16(0x02, 0xffff);
  t.is(pins.eth16(0x02), 0x1fff);
  pins.write16(0x0e, 0x1234);
  t.is(pins.eth16(0x0e), 0x05fa, "ERXWRPT is ERXST's");
  pins.bank(1).write(0x19, 9);
  t.is(pins.eth(0x19), 0, "EPKTCNT");
  pins.bank(3).write(0x12, 9);
  t.is(pins.eth(0x12), 6, "EREVID");
});

test("section 4.2.5: bit field set and clear work on ETH registers only", (t) => {
  const pins = new ChipPins().ready().set(0x1b, 0x88).set(0x1b, 0x40).clear(0x1b, 0x80);
  t.is(pins.eth(0x1b), 0x48);
  pins.bank(2).set(0x08, 0x0f).clear(0x08, 0x0f);
  t.is(pins.mac(0x08), 0x0f);
});

test("section 4.2.2, page 28: reads run round the receive ring, or round the memory; without AUTOINC they stay", (t) => {
  const pins = new ChipPins().ready().writeMemory(0x1ffe, 1, 2, 3, 4).writeMemory(0x0100, 5).writeMemory(0x01ff, 6);
  t.deepEqual(pins.readMemory(0x1ffe, 2), [1, 2]);
  pins.bank(0).write16(0x08, 0x0100).write16(0x0a, 0x01ff);
  t.deepEqual(pins.readMemory(0x1ffe, 4), [1, 2, 3, 4], "writes run round the memory");
  t.deepEqual(pins.readMemory(0x01ff, 2), [6, 5], "the ring");
  pins.clear(0x1e, 0x80);
  t.deepEqual(pins.readMemory(0x1ffe, 3), [1, 1, 1]);
});

test("page 45: ERXRDPT moves when its high octet is written", (t) => {
  const pins = new ChipPins().ready().bank(0).write(0x0c, 0x11);
  t.is(pins.eth16(0x0c), 0x05fa);
  pins.write(0x0d, 0x02);
  t.is(pins.eth16(0x0c), 0x0211);
});

test("page 19: a PHY register takes 10.24 us to read; BUSY tells", (t) => {
  const pins = new ChipPins().ready().bank(2).write(0x14, 0x02).write(0x12, 0x01);
  pins.bank(3);
  t.is(pins.mac(0x0a) & 1, 1);
  pins.run(0.0102);
  t.is(pins.mac(0x0a) & 1, 1);
  pins.run(0.0001);
  t.is(pins.mac(0x0a) & 1, 0);
  pins.bank(2).write(0x12, 0x00);
  t.is(pins.mac(0x18) | (pins.mac(0x19) << 8), 0x0083, "PHID1");
  t.is(pins.readPhy(0x03), 0x1400, "PHID2");
});

test("page 19: a PHY register is written when MIWRH is; unimplemented ones read as 0", (t) => {
  const pins = new ChipPins().ready().writePhy(0x14, 0x3476);
  t.is(pins.readPhy(0x14), 0x3476, "PHLCON");
  pins.bank(2).write(0x14, 0x14).write(0x16, 0xff).run(1);
  t.is(pins.readPhy(0x14), 0x3476);
  pins.writePhy(0x05, 0x1234);
  t.is(pins.readPhy(0x05), 0);
});

test("PHSTAT2 shows the link, PHSTAT1 latches its loss until it is read", (t) => {
  const pins = new ChipPins().ready().plug();
  t.is(pins.readPhy(0x11) & 0x0400, 0x0400);
  pins.readPhy(0x01);
  t.is(pins.readPhy(0x01) & 0x0004, 0x0004);
  pins.medium.setLink(false);
  pins.medium.setLink(true);
  t.is(pins.readPhy(0x01) & 0x0004, 0);
  t.is(pins.readPhy(0x01) & 0x0004, 0x0004);
});

test("section 2.2: CLKRDY is set 300 us after power on, and only then the MAC takes anything", (t) => {
  const pins = new ChipPins();
  pins.run(0.299).bank(2).write(0x08, 0x03);
  t.is(pins.eth(0x1d) & 1, 0);
  pins.run(0.001);
  t.is(pins.eth(0x1d) & 1, 1);
  t.is(pins.mac(0x08), 0x0f);
  pins.write(0x08, 0x03);
  t.is(pins.mac(0x08), 0x03);
});

test("section 11.0: a system reset brings the registers back, and keeps the buffer memory", (t) => {
  const pins = new ChipPins().setUp().writeMemory(0x1b00, 0xab);
  pins.transact(0xff);
  t.is(pins.eth16(0x08), 0x05fa);
  t.is(pins.eth(0x1f), 0);
  t.is(pins.eth(0x1d) & 1, 0, "CLKRDY");
  pins.ready();
  t.deepEqual(pins.readMemory(0x1b00, 1), [0xab]);
});

test("section 14.0: power save stops the clock; leaving it takes 300 us", (t) => {
  const pins = new ChipPins().ready().set(0x1e, 0x20);
  t.is(pins.eth(0x1d) & 1, 0);
  pins.clear(0x1e, 0x20).run(0.29);
  t.is(pins.eth(0x1d) & 1, 0);
  pins.run(0.01);
  t.is(pins.eth(0x1d) & 1, 1);
});

test("section 13.0: the DMA copies, and computes the checksum of the Internet protocols", (t) => {
  const pins = new ChipPins().ready().writeMemory(0x0100, 0x45, 0x00, 0x00, 0x73, 0x01).bank(0);
  pins.write16(0x10, 0x0100).write16(0x12, 0x0104).write16(0x14, 0x0200).set(0x1f, 0x20);
  t.is(pins.eth(0x1f) & 0x20, 0x20);
  pins.run(0.01);
  t.is(pins.eth(0x1f) & 0x20, 0);
  t.is(pins.eth(0x1c) & 0x20, 0x20, "DMAIF");
  t.deepEqual(pins.readMemory(0x0200, 5), [0x45, 0x00, 0x00, 0x73, 0x01]);
  pins.bank(0).set(0x1f, 0x30).run(0.01);
  t.is(pins.eth16(0x16), ~(0x4500 + 0x0073 + 0x0100) & 0xffff);
});

test("erratum 2: after a reset CLKRDY is set at once, and the MAC takes nothing for 1 ms", (t) => {
  const pins = new ChipPins({ errata: withErrata(2) }).ready();
  pins.transact(0xff);
  t.is(pins.eth(0x1d) & 1, 1);
  pins.run(0.9).bank(2).write(0x08, 0x03);
  t.is(pins.mac(0x08), 0);
  pins.run(0.1).write(0x08, 0x03);
  t.is(pins.mac(0x08), 0x03);
});

test("erratum 19: in power save a reset does nothing", (t) => {
  const pins = new ChipPins({ errata: withErrata(19) }).ready().set(0x1e, 0x20).write(0x1b, 0x51);
  pins.transact(0xff);
  t.is(pins.eth(0x1b), 0x51);
  pins.clear(0x1e, 0x20).run(1);
  pins.transact(0xff);
  t.is(pins.eth(0x1b), 0x00);
});
