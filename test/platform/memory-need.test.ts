import test from "ava";
import fc from "fast-check";
import { checkMemory, checkNeed, memoryProblem } from "../../src/platform/memory-need";

test("a program that takes more than is free is told what fits", (t) => {
  t.is(memoryProblem(10_000, 5, 1500, 17_500), "");
  t.is(
    memoryProblem(10_000, 5, 1500, 17_499),
    "with an MTU of 1500 it takes 17500 octets of memory, and 17499 are free: the longest MTU that fits is 1499",
  );
  t.is(
    memoryProblem(10_000, 5, 1500, 10_004),
    "with an MTU of 1500 it takes 17500 octets of memory, and 10004 are free: no MTU fits",
  );
});

test("the longest MTU that is named fits, and one longer does not", (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30_000 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(500_000),
      (fixed, each, free) => {
        const longest = /the longest MTU that fits is (\d+)$/.exec(memoryProblem(fixed, each, 1_000_000, free));
        if (longest === null) return;
        t.is(memoryProblem(fixed, each, Number(longest[1]), free), "");
        t.not(memoryProblem(fixed, each, Number(longest[1]) + 1, free), "");
      },
    ),
  );
});

test("a program whose runtime tells nothing of its memory is not refused", (t) => {
  t.notThrows(() => checkMemory(10_000, 5, { mtu: 65_000 }));
});

test("trace records count, and what is left out is what a link takes for it", (t) => {
  const heap = { used: 0, free: 20_000 };
  t.notThrows(() => checkMemory(10_000, 5, { heap }));
  t.throws(() => checkMemory(10_000, 5, { heap, trace: 1000 }), {
    message:
      "Serial0/0: with an MTU of 1500 it takes 25500 octets of memory, and 20000 are free: the longest MTU that fits is 400",
  });
  t.throws(() => checkMemory(10_000, 5, { heap, mtu: 3000, name: "Serial1/0" }), { message: /^Serial1\/0: / });
});

test("a program without an MTU is refused with the numbers, under its interface's name", (t) => {
  const heap = { used: 0, free: 10_000 };
  t.notThrows(() => checkNeed("Ethernet0", 10_001, {}));
  t.notThrows(() => checkNeed("Ethernet0", 10_000, { heap }));
  t.throws(() => checkNeed("Ethernet0", 10_001, { heap }), {
    message: "Ethernet0: it takes 10001 octets of memory, and 10000 are free",
  });
  t.throws(() => checkNeed("Ethernet0", 10_000, { heap, trace: 2, name: "Ethernet1" }), {
    message: "Ethernet1: it takes 10016 octets of memory, and 10000 are free",
  });
});

test("what parts take of the memory is the sum", (t) => {
  const heap = (free: number) => ({ free });
  const parts = [{ need: 14_000 }, { need: 10_500 }];
  t.notThrows(() => checkNeed("Ethernet0", 1000, { parts, heap: heap(25_500) }));
  t.throws(() => checkNeed("Ethernet0", 1000, { parts, heap: heap(25_499) }), {
    message: "Ethernet0: it takes 25500 octets of memory, and 25499 are free",
  });
  t.notThrows(() => checkMemory(1000, 1, { mtu: 500, parts, heap: heap(26_000) }));
  t.throws(() => checkMemory(1000, 1, { mtu: 500, parts, heap: heap(25_999) }), {
    message: /^Serial0\/0: with an MTU of 500 it takes 26000 octets of memory, and 25999 are free/,
  });
});
