import { loadScenario } from "../scenario/load";
import type { Scenario } from "../scenario/scenario";
import { engineNamed } from "../engine/engines";
import type { WorldObserver } from "../world/observer";
import { World } from "../world/world";
import { findScenario, withOptions } from "./emulate";
import { UsageError } from "./usage-error";

export interface ConsoleOptions {
  router?: string;
  engine?: string[];
  bootrom?: string;
  storage?: string[];
  seed?: string;
}

/** Ctrl-]: what follows is for this program. */
const ESCAPE = 0x1d;
const LETTER_Q = 0x71;
const DIGIT_1 = 0x31;

/** ms between two looks at the clock. */
const PACE = 5;

/**
 * `linkpulse console`: runs a scenario in real time, with this terminal attached to one router's console, until the
 * person leaves or what is piped in has been typed. The scenario's end ends nothing, and nothing is judged.
 *
 * @param folder where the built-in scenarios are
 * @throws UsageError when an option is wrong
 */
export async function consoleOf(name: string, options: ConsoleOptions, folder: string): Promise<void> {
  const scenario = withConsoles(withOptions(loadScenario(findScenario(name, folder)), options));
  const engines = await Promise.all(scenario.routers.map((router) => engineNamed(router.engine, options)));
  const session = new Session(scenario, options.router);
  const world = new World(scenario, engines, session.observer);
  session.open();
  try {
    await session.run(world);
  } finally {
    session.close();
    await world.close();
  }
}

/** Lets every router have a console at which something can be typed. */
function withConsoles(scenario: Scenario): Scenario {
  for (const router of scenario.routers) {
    router.console = true;
    // A prompt has no blanks.
    router.hostname = router.hostname.replace(/[^!-~]/g, "-").slice(0, 32);
    for (const { config } of router.interfaces) config.host ??= { target: 0, interval: 0, retries: 1 };
  }
  return scenario;
}

/** The terminal: whose console it is attached to, and what is typed. */
class Session {
  readonly observer: WorldObserver;
  private readonly _names: string[];
  private readonly _isTerminal = process.stdin.isTTY === true;
  private _router: number;
  private readonly _on: boolean[];
  /** What came from the person and has not been looked at. */
  private _received: number[] = [];
  private _over = false;
  private _wake: () => void = () => {};

  constructor(scenario: Scenario, router: string | undefined) {
    this._names = scenario.routers.map((plan) => plan.name);
    this._on = this._names.map(() => false);
    this._router = router === undefined ? 0 : this._names.indexOf(router);
    if (this._router < 0) {
      throw new UsageError(`--router ${router}: the scenario has no such router; it has ${this._names.join(", ")}`);
    }
    this.observer = {
      consoleOctets: (from, bytes, start, end) => {
        if (from === this._router) process.stdout.write(Buffer.from(bytes.subarray(start, end)));
      },
      powerChanged: (of, on) => {
        this._on[of] = on;
        if (of === this._router) this._say(`${this._names[of]} is switched ${on ? "on" : "off"}`);
      },
    };
  }

  /** Takes the terminal over: character by character, and nothing of it obeyed by the terminal itself. */
  open(): void {
    if (this._isTerminal) process.stdin.setRawMode(true);
    process.once("exit", this._restore);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, this._end);
    process.stdin.on("data", this._take);
    process.stdin.once("end", this._end);
    this._say(`attached to ${this._names[this._router]}; Ctrl-] then q leaves, Ctrl-] then ? tells more`);
  }

  close(): void {
    process.off("exit", this._restore);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, this._end);
    process.stdin.off("data", this._take);
    process.stdin.off("end", this._end);
    this._say("left");
    this._restore();
    process.stdin.pause();
  }

  /** Lets virtual time go by as fast as real time, until the session is over. */
  async run(world: World): Promise<void> {
    const began = performance.now();
    for (;;) {
      const elapsed = (performance.now() - began) * 1e6;
      await world.runUntil({ seconds: Math.floor(elapsed / 1e9), nanos: Math.floor(elapsed % 1e9) });
      // A person sees that the router is off; what is piped in waits for it.
      while (this._isReady() && (await this._type(world)));
      if (this._over && this._received.length === 0) return;
      await new Promise<void>((resolve) => {
        this._wake = resolve;
        setTimeout(resolve, PACE);
      });
    }
  }

  private _isReady(): boolean {
    return this._received.length > 0 && (this._isTerminal || this._on[this._router]!);
  }

  /** Types what stands before the next Ctrl-], or does what that asks for. @returns whether there was enough of it */
  private async _type(world: World): Promise<boolean> {
    const received = this._received;
    if (received[0] === ESCAPE) {
      if (received.length === 1 && !this._over) return false;
      received.shift();
      const octet = received.shift();
      if (octet === ESCAPE) await world.routers[this._router]!.type(String.fromCharCode(ESCAPE));
      else if (octet !== undefined) this._command(octet);
      return true;
    }
    const escape = received.indexOf(ESCAPE);
    const typed = received.splice(0, escape < 0 ? received.length : escape);
    await world.routers[this._router]!.type(Buffer.from(typed).toString("latin1"));
    return true;
  }

  private readonly _restore = () => {
    if (this._isTerminal) process.stdin.setRawMode(false);
  };

  private readonly _end = () => {
    this._over = true;
    this._wake();
  };

  private readonly _take = (octets: Buffer) => {
    this._received.push(...octets);
    this._wake();
  };

  /** What is typed behind Ctrl-]: q, the number of a router, or anything else for help. */
  private _command(octet: number): void {
    const router = octet - DIGIT_1;
    if (octet === LETTER_Q) {
      this._received = [];
      this._end();
    } else if (router >= 0 && router < this._names.length && router < 9) {
      this._router = router;
      this._say(`attached to ${this._names[router]}`);
    } else {
      const routers = this._names.slice(0, 9).map((name, i) => `${i + 1} ${name}`);
      this._say(`Ctrl-] then q: leave; a number: another router (${routers.join(", ")}); Ctrl-]: types it`);
    }
  }

  /** Tells the person something; a pipe gets what the router says and nothing else. */
  private _say(text: string): void {
    if (this._isTerminal) process.stdout.write(`\r\n[${text}]\r\n`);
  }
}
