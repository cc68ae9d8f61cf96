import type { ConfigStore } from "../ports";
import { ascii } from "../text";
import { Outcome } from "./command-parser";
import type { CommandParser } from "./command-parser";
import { Mode } from "./command-tree";
import type { Console } from "./console";
import { TYPED_LINE } from "./line-editor";
import type { Report } from "./report";

const PERCENT = 37;
const CR = 13;
const LF = 10;

/** Octets that are read from a store at a time. */
const CHUNK = 32;

const BUILDING = ascii("Building configuration...");
const OK = ascii("[OK]");
const NO_STORE = ascii("% write memory: this board has no store");
const NOT_TAKEN = ascii(" write memory: the store did not take the configuration's % octets");
const IGNORED = ascii("% stored configuration: not understood: ");

/** What carries out the lines of a configuration. */
export interface ConfigReader {
  readonly parser: CommandParser;
  mode: Mode;
  execute(now: number): Report | null;
}

/** Saves the configuration to a board's store, and reads it from there at boot. */
export class StoredConfig {
  private readonly _store: ConfigStore | null;
  private readonly _console: Console;

  constructor(store: ConfigStore | null, console: Console) {
    this._store = store;
    this._console = console;
  }

  /** `write memory`. */
  save(config: Report, now: number): void {
    const store = this._store;
    const line = this._console.line;
    if (store === null) {
      line.text(NO_STORE);
      this._console.print();
      return;
    }
    line.text(BUILDING);
    this._console.print();
    let octets = 0;
    let taken = true;
    let more = true;
    store.begin();
    while (more) {
      more = config.next(line, now);
      line.endLine();
      octets += line.length;
      taken = taken && store.write(line.buffer, 0, line.length);
      line.clear();
    }
    if (taken && store.commit(now)) {
      line.text(OK);
    } else {
      line.octet(PERCENT);
      line.counts(NOT_TAKEN, octets);
    }
    this._console.print();
  }

  /** Whether there is anything to {@link read}. @setup */
  isThere(): boolean {
    return this._store !== null && this._store.read(0, new Uint8Array(1)) > 0;
  }

  /** Carries out what is stored, line by line. What is not understood is told on the console, and left out. @setup */
  read(reader: ConfigReader, now: number): void {
    const store = this._store!;
    const chunk = new Uint8Array(CHUNK);
    const line = new Uint8Array(TYPED_LINE);
    let end = 0;
    let from = 0;
    let count = store.read(from, chunk);
    while (count > 0) {
      for (let i = 0; i < count; i++) {
        const octet = chunk[i]!;
        if (octet === CR || octet === LF) {
          this._carryOut(reader, line, end, now);
          end = 0;
        } else {
          if (end < line.length) line[end] = octet;
          end++;
        }
      }
      from += count;
      count = store.read(from, chunk);
    }
    this._carryOut(reader, line, end, now);
  }

  private _carryOut(reader: ConfigReader, line: Uint8Array, length: number, now: number): void {
    // Whatever stands in the store, it configures, and does nothing else.
    if (reader.mode !== Mode.Interface) reader.mode = Mode.Configure;
    const fits = length <= line.length;
    const outcome = fits ? reader.parser.parse(line, length, reader.mode) : Outcome.Invalid;
    if (outcome === Outcome.Command) {
      reader.execute(now);
    } else if (outcome !== Outcome.Empty) {
      this._console.line.text(IGNORED);
      this._console.line.part(line, 0, fits ? length : line.length);
      this._console.print();
    }
  }
}
