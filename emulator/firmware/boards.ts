import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Board, Header } from "../../boards/board";
import { UsageError } from "../cli/usage-error";

/** A folder of `boards/`, as it was compiled. */
export interface BoardFolder {
  /** What the folder is called. */
  id: string;
  board: Board;
  header: Header;
}

/** The names of the folders that define a board. */
export function boardNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((id) => existsSync(join(folder, id, "board.js")))
    .sort();
}

/** @throws UsageError when there is no such board */
export async function loadBoard(folder: string, id: string): Promise<BoardFolder> {
  const names = boardNames(folder);
  if (!names.includes(id)) throw new UsageError(`--board ${id}: it must be one of ${names.join(", ")}`);
  const load = (name: string) => import(pathToFileURL(join(folder, id, `${name}.js`)).href);
  const [{ board }, { header }] = (await Promise.all([load("board"), load("header")])) as [
    { board: Board },
    { header: Header },
  ];
  return { id, board, header };
}
