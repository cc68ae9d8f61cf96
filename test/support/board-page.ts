import type { Header, Runtime } from "../../boards/board";
import { boardNames, loadBoard } from "../../emulator/firmware/boards";
import type { BoardFolder } from "../../emulator/firmware/boards";

/** The boards as docs/boards.md draws and lists them, made from their folders. */

type Pin = Header["left"][number];

/** What the firmware does with each GPIO. */
function uses({ line, console, spi, interrupt, i2c, supply, led }: BoardFolder["board"]): Map<number, string> {
  return new Map([
    [line.transmit, "line TX"],
    [line.receive, "line RX"],
    [console.transmit, "console TX"],
    [console.receive, "console RX"],
    [spi.clock, "SPI SCK"],
    [spi.out, "SPI MOSI"],
    [spi.in, "SPI MISO"],
    [spi.select, "chip select"],
    [interrupt, "interrupt"],
    [i2c.data, "I2C SDA"],
    [i2c.clock, "I2C SCL"],
    [supply, "supply"],
    ...Object.values(led).map((pin) => [pin, "LED"] as const),
  ]);
}

/** A board seen from above, its pins with what the firmware does with them. */
export function drawing({ board, header }: BoardFolder): string {
  const used = uses(board);
  const { left, right, numbered, notes } = header;
  const rows = Math.max(left.length, right.length);
  const name = (pin: Pin | undefined) => (typeof pin === "number" ? `GPIO ${pin}` : (pin ?? ""));
  const use = (pin: Pin | undefined) => (typeof pin === "number" ? (used.get(pin) ?? "") : "");
  const number = (pin: number) => (numbered ? `${pin}` : "");
  const lines = Array.from({ length: rows }, (_, row) => {
    const [a, b] = [left[row], right[row]];
    const inner = `${number(row + 1).padStart(2)}         ${number(left.length + right.length - row).padEnd(2)}`;
    return `${use(a).padStart(11)}  ${name(a).padStart(8)} │${inner}│ ${name(b).padEnd(8)}  ${use(b)}`.trimEnd();
  });
  const indent = " ".repeat(22);
  return [`${indent}┌──[ USB ]────┐`, ...lines, `${indent}└─────────────┘`, ...notes].join("\n");
}

const kilobytes = (bytes: number) => `${bytes / 1024} KB`;

function limits(boards: BoardFolder[]): string {
  const rows = boards.map(({ id, board }) => {
    const { name, moddable, espruino, fastest, mtu, heap, flash, wifi } = board;
    const each = (values: { moddable: number; espruino: number }, unit: string) =>
      values.moddable === values.espruino
        ? `${values.moddable}${unit}`
        : `${values.moddable}, ${values.espruino}${unit}`;
    return [
      `\`${id}\``,
      name,
      `\`${moddable.platform}\``,
      `\`${espruino.board}\``,
      each(fastest, ""),
      each(mtu, ""),
      ["moddable", "espruino"].map((runtime) => heap?.[runtime as Runtime] ?? "-").join(", "),
      `${kilobytes(flash.moddable)}, ${kilobytes(flash.espruino)}`,
      wifi.length === 0 ? "-" : wifi.join(", "),
    ];
  });
  return table([
    ["`--board`", "board", "mcconfig", "Espruino", "bit/s", "MTU", "heap", "flash", "Wi-Fi with"],
    ...rows,
  ]);
}

function table(cells: string[][]): string {
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`);
  lines.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return lines.join("\n");
}

/** What stands in docs/boards.md between its marks; boards with the same pins share a drawing. */
export async function boardPage(folder: string): Promise<string> {
  const boards = await Promise.all(boardNames(folder).map((id) => loadBoard(folder, id)));
  const drawings = new Map<string, string[]>();
  for (const board of boards) {
    const drawn = drawing(board);
    drawings.set(drawn, [...(drawings.get(drawn) ?? []), board.board.name]);
  }
  const figures = [...drawings].map(([drawn, names]) => `### ${names.join(", ")}\n\n\`\`\`text\n${drawn}\n\`\`\`\n`);
  return `${limits(boards)}\n\n${figures.join("\n")}`;
}
