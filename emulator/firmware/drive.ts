import { existsSync, readdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";

/** Where systems mount the drives of a user. */
function mountFolders(): string[] {
  switch (process.platform) {
    case "darwin":
      return ["/Volumes"];
    case "win32":
      return [];
    default: {
      const { username } = userInfo();
      return [`/media/${username}`, `/run/media/${username}`, "/media", "/mnt"];
    }
  }
}

/**
 * The drive that a board in its boot loader shows, by the name that its INFO_UF2.TXT gives the board.
 * @param name `RPI-RP2`, `RP2350`
 * @param folders where drives are mounted; on Windows each letter is one
 */
export function findDrive(name: string, folders = mountFolders()): string | undefined {
  const drives = folders.flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((drive) => join(folder, drive)) : [],
  );
  if (process.platform === "win32")
    for (let letter = 0x44; letter <= 0x5a; letter++) drives.push(`${String.fromCharCode(letter)}:\\`);
  return drives.find((drive) => boardOf(drive) === name);
}

/** Where a drive that is not there yet will most likely be. */
export function usualDrive(name: string): string {
  const [folder] = mountFolders();
  return folder === undefined ? "D:\\" : join(folder, name);
}

/** What stands behind `Board-ID:` in a drive's INFO_UF2.TXT. */
function boardOf(drive: string): string | undefined {
  const info = join(drive, "INFO_UF2.TXT");
  try {
    return /^Board-ID:\s*(\S+)/m.exec(readFileSync(info, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}
