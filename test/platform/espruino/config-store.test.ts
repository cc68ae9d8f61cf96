import test from "ava";
import { StorageConfig } from "../../../src/platform/espruino/config-store";
import type { EspruinoStorage } from "../../../src/platform/espruino/config-store";

class Storage implements EspruinoStorage {
  readonly files = new Map<string, Uint8Array>();
  full = false;

  write(name: string, data: Uint8Array): boolean {
    if (!this.full) this.files.set(name, data.slice());
    return !this.full;
  }

  readArrayBuffer(name: string): ArrayBuffer | undefined {
    return this.files.get(name)?.buffer as ArrayBuffer | undefined;
  }
}

function save(store: StorageConfig, text: string): boolean {
  store.begin();
  const bytes = Buffer.from(`xx${text}`);
  return store.write(bytes, 2, 4) && store.write(bytes, 4, bytes.length) && store.commit();
}

function load(store: StorageConfig): string {
  const bytes = new Uint8Array(8);
  let text = "";
  for (let count = store.read(0, bytes); count > 0; count = store.read(text.length, bytes)) {
    text += Buffer.from(bytes.subarray(0, count)).toString();
  }
  return text;
}

test("what was saved is read, and each takes the place of the one before", (t) => {
  const io = new Storage();
  const store = new StorageConfig({ io });
  t.is(load(store), "");
  for (const text of ["keepalive 5\r\n", "hostname a-longer-configuration\r\n", "exit\r\n"]) {
    t.true(save(store, text));
    t.is(load(new StorageConfig({ io })), text);
  }
  t.deepEqual([...io.files.keys()], ["linkpulse.cfg"]);
});

test("what is too long, or finds no room, is refused and leaves the one before", (t) => {
  const io = new Storage();
  const store = new StorageConfig({ io, name: "startup", capacity: 64 });
  t.true(save(store, "o".repeat(64)));
  t.false(save(store, "n".repeat(65)));
  t.is(load(store), "o".repeat(64));
  io.full = true;
  t.false(save(store, "n".repeat(10)));
  t.is(load(store), "o".repeat(64));
});

test("a capacity out of range", (t) => {
  t.throws(() => new StorageConfig({ io: new Storage(), capacity: 5000 }), {
    message: "configuration store: capacity is 5000: it must be a whole number from 64 to 4096 octets",
  });
});
