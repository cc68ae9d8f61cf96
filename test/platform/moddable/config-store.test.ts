import test from "ava";
import { PreferenceConfig } from "../../../src/platform/moddable/config-store";
import type { Preference } from "../../../src/platform/moddable/embedded";

/** Preferences in memory that end with the power, or with their room, after so many changes. */
class Preferences implements Preference {
  readonly values = new Map<string, ArrayBuffer>();
  changes = 0;
  mostChanges = Infinity;
  mostValues = Infinity;

  get(domain: string, key: string): ArrayBuffer | undefined {
    return this.values.get(`${domain} ${key}`)?.slice(0);
  }

  set(domain: string, key: string, value: ArrayBuffer): void {
    this._change();
    const name = `${domain} ${key}`;
    // The Pico's preferences are read through a buffer of 64 octets.
    if (domain.length + key.length + 2 + 3 + value.byteLength > 64) throw new Error("too long");
    if (!this.values.has(name) && this.values.size >= this.mostValues) throw new Error("can't save prefs");
    this.values.set(name, value.slice(0));
  }

  delete(domain: string, key: string): void {
    this._change();
    this.values.delete(`${domain} ${key}`);
  }

  private _change(): void {
    if (this.changes++ >= this.mostChanges) throw new Error("power failed");
  }
}

function save(io: Preference, text: string, capacity?: number): boolean {
  const store = new PreferenceConfig(capacity === undefined ? { io } : { io, capacity });
  store.begin();
  let taken = true;
  for (const line of text.match(/[^\n]*\n/g) ?? [])
    taken = taken && store.write(Buffer.from(`xx${line}`), 2, line.length + 2);
  return taken && store.commit();
}

function load(io: Preference, chunk = 32): string {
  const store = new PreferenceConfig({ io });
  const bytes = new Uint8Array(chunk);
  let text = "";
  for (let count = store.read(0, bytes); count > 0; count = store.read(text.length, bytes)) {
    text += Buffer.from(bytes.subarray(0, count)).toString();
  }
  return text;
}

const config = (octets: number, letter: string) => `${letter.repeat(octets - 1)}\n`;

test("nothing is stored at first", (t) => {
  t.is(load(new Preferences()), "");
});

test("what was saved is read, whatever its length and that of the chunks", (t) => {
  for (const octets of [1, 2, 31, 32, 33, 63, 64, 65, 300, 512]) {
    const io = new Preferences();
    t.true(save(io, config(octets, "x")));
    for (const chunk of [1, 7, 32, 100]) t.is(load(io, chunk), config(octets, "x"));
  }
});

test("each configuration takes the place of the one before, three hundred times", (t) => {
  const io = new Preferences();
  for (let i = 0; i < 300; i++) {
    const text = `hostname Router${i}\n${config(1 + ((i * 37) % 200), "y")}`;
    t.true(save(io, text));
    t.is(load(io), text);
  }
});

test("what is too long, or finds no room, is refused and leaves the one before", (t) => {
  const io = new Preferences();
  t.true(save(io, config(100, "o")));
  t.false(save(io, config(101, "n"), 100));
  t.is(load(io), config(100, "o"));
  io.mostValues = io.values.size + 2;
  t.false(save(io, config(500, "n")));
  t.is(load(io), config(100, "o"));
});

test("power that fails at any change leaves the old or the new one whole", (t) => {
  let olds = 0;
  for (let cut = 0; ; cut++) {
    const io = new Preferences();
    t.true(save(io, config(60, "1")) && save(io, config(200, "2")) && save(io, config(130, "o")));
    io.mostChanges = io.changes + cut;
    const saved = save(io, config(170, "n"));
    t.is(load(io), saved ? config(170, "n") : config(130, "o"));
    if (saved) break;
    olds++;
    // And the next one is saved as ever.
    io.mostChanges = Infinity;
    t.true(save(io, config(90, "z")));
    t.is(load(io), config(90, "z"));
  }
  t.is(olds, 8);
});

test("strange values under our keys are no configuration", (t) => {
  const io = new Preferences();
  io.set("linkpulse", "a", new ArrayBuffer(1));
  t.is(load(io), "");
  io.set("linkpulse", "b", Uint8Array.of(5, 0, 40).buffer);
  t.is(load(io), "");
  io.set("linkpulse", "b0", new Uint8Array(3).fill(65).buffer);
  t.is(load(io), "AAA");
});

test("options out of range", (t) => {
  const io = new Preferences();
  t.throws(() => new PreferenceConfig({ io, capacity: 2000 }), {
    message: "configuration store: capacity is 2000: it must be a whole number from 64 to 1024 octets",
  });
  t.throws(() => new PreferenceConfig({ io, domain: "a-domain-too-long" }), {
    message: /^configuration store: length of domain is 17/,
  });
});
