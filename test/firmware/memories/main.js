import { board } from "board";
import Digital from "embedded:io/digital";
import I2C from "embedded:io/i2c";
import Flash from "linkpulse/flash";
import { Ds1307 } from "linkpulse/moddable/ds1307";
import { FlashMemory, ModdableFlashArea } from "linkpulse/moddable/flash";
import { ModdableI2cBus } from "linkpulse/moddable/i2c";
import { CompactSlots, FullSlots, RecordLayout, RetentionStore, Scheduler } from "linkpulse/moddable/retention";
import { WordMemory } from "linkpulse/moddable/words";
import Words from "linkpulse/retained-words";
import Serial from "linkpulse/serial";
import system from "linkpulse/system";
import Time from "time";
import Timer from "timer";

/**
 * A number in each memory of a Pico, one higher at each start, and lines on UART 0 that tell what was found:
 * `scratch restored 3`, and what a save takes. The last line is `end`. After the first two starts the watchdog is not fed.
 */
const RESULTS = ["not yet", "cold", "restored", "fell back", "corrupt", "refused"];
const INT32 = 4;

const layout = new RecordLayout({ name: "starts", id: 1, version: 1, fields: [{ name: "starts", type: INT32 }] });

const serial = new Serial({ baud: 115200, ...board.line, format: "buffer", onReadable() {}, onWritable() {} });

function say(line) {
  serial.write(new Uint8Array(ArrayBuffer.fromString(`${line}\r\n`)));
}

/** Of `StoreCounter`. */
const WRITTEN = 9;
const SAVES = 20;
/** ms. */
const BITES = 500;

/** Counts the start in a memory, and tells what saves take. Whoever needs time for it gets it. */
function count(name, memory, format) {
  const scheduler = new Scheduler(1);
  const listener = {
    restored(result) {
      say(`${name} ${RESULTS[result]} ${store.record.get(0)}`);
      store.record.set(0, store.record.get(0) + 1);
    },
    saved(saved) {
      if (!saved) say(`${name} not saved`);
    },
  };
  const store = new RetentionStore({ memory, layout, scheduler, listener, format });
  let now = 0;
  store.start(now);
  while (store.poll(now)) now++;
  const { counters } = store;
  const starts = store.record.get(0);
  const begin = Time.ticks;
  for (let i = SAVES - 1; i >= 0; i--) {
    store.record.set(0, starts + (i << 16));
    store.save(now);
    while (store.poll(now)) now++;
  }
  const each = ((Time.ticks - begin) * 1000) / SAVES;
  say(`${name}: ${each} us a save, ${counters[WRITTEN] / SAVES} octets written`);
  return starts;
}

Timer.set(() => {
  const words = new Words();
  say(`words ${words.count}`);
  say(`cause ${system.watchdog.cause}`);
  const starts = count("scratch", new WordMemory(words), new CompactSlots());
  const area = new ModdableFlashArea(new Flash());
  const flash = new FlashMemory({ area, size: 64, cycles: 100000 });
  count("flash", flash, new FullSlots());
  say(`erases ${flash.erases}`);
  const bus = new ModdableI2cBus({ io: I2C, digital: Digital, addresses: [0x68, 0x50], hz: 100000, ...board.i2c });
  const ds1307 = new Ds1307({ bus, scheduler: new Scheduler(1) });
  count("DS1307", ds1307.memory, new FullSlots());
  say(`nobody at 0x50: ${bus.begin(0x50, new Uint8Array(2), 0, 1, 2)}`);
  say("end");
  if (starts <= 2) system.watchdog.start(BITES);
}, 50);
