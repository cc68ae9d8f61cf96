/** Serial ports without hardware: pseudo-terminals, which Node can't make, so socat does. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import type { ExecutionContext } from "ava";
import { eventually } from "./processes";
import { temporaryFile } from "./temporary-file";

export interface Cable {
  socat: ChildProcess;
  ports: [string, string];
}

/** Two ports with a cable between them. */
export async function cable(t: ExecutionContext): Promise<Cable> {
  const ports = [portPath(t), portPath(t)] as [string, string];
  const socat = spawn("socat", ports.map(pty), { stdio: "ignore" });
  t.teardown(() => socat.kill());
  await made(ports);
  return { socat, ports };
}

/** A port whose TX and RX are plugged together: what is sent there comes back. */
export async function plug(t: ExecutionContext): Promise<string> {
  const path = portPath(t);
  const socat = spawn("socat", [pty(path), "PIPE"], { stdio: "ignore" });
  t.teardown(() => socat.kill());
  await made([path]);
  return path;
}

/** A port for one program, whose line the test holds. */
export interface OpenPort {
  /** With it the port goes away. */
  socat: ChildProcess;
  path: string;
  /** Takes what the program is to receive. */
  line: Writable;
  /** What the program sends. */
  sent: Readable;
}

export async function openPort(t: ExecutionContext): Promise<OpenPort> {
  const path = portPath(t);
  const socat = spawn("socat", [pty(path), "-"], { stdio: ["pipe", "pipe", "ignore"] });
  t.teardown(() => socat.kill());
  await made([path]);
  // A program that ends takes the pipes with it; the test sees that by what no longer arrives.
  socat.stdin.on("error", () => {});
  return { socat, path, line: socat.stdin, sent: socat.stdout };
}

function portPath(t: ExecutionContext): string {
  return temporaryFile(t, "port");
}

function pty(path: string): string {
  return `pty,raw,echo=0,link=${path}`;
}

async function made(ports: string[]): Promise<void> {
  if (!(await eventually(() => ports.every(existsSync), 5000))) throw new Error("socat made no ports");
}
