/**
 * Installs packages only when what is there differs from the lock file. npm itself writes down what it installed, in
 * `node_modules/.package-lock.json`: that is compared, so that an install by hand counts too and a changed lock file,
 * a removed folder or a half-finished install is noticed.
 */
import { existsSync, readFileSync } from "node:fs";
import { run, ROOT } from "./run.mjs";
import { giveUp, say } from "./say.mjs";

function packagesOf(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, "utf8")).packages : {};
}

/** Where the package `name` is found from the package at `path`, as Node looks for it; undefined where it is not. */
function resolved(packages, path, name) {
  for (;;) {
    const place = `${path === "" ? "" : `${path}/`}node_modules/${name}`;
    if (packages[place]) return place;
    if (path === "") return undefined;
    path = path.slice(0, Math.max(0, path.lastIndexOf("/node_modules/")));
  }
}

/** The places of all that the workspace at `path` needs, its own development tools included. */
function needs(packages, path, found = new Set()) {
  const { dependencies, devDependencies, peerDependencies, peerDependenciesMeta } = packages[path];
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  for (const name of [...Object.keys({ ...dependencies, ...devDependencies }), ...peers]) {
    const place = resolved(packages, path, name);
    if (place === undefined || found.has(place)) continue;
    found.add(place);
    needs(packages, place, found);
  }
  return found;
}

/** Whether what `workspace` needs, or everything where none is named, is installed as the lock file says. */
function installed(folder, workspace) {
  const wanted = packagesOf(`${folder}package-lock.json`);
  const present = packagesOf(`${folder}node_modules/.package-lock.json`);
  const everything = Object.keys(wanted).filter((place) => place.includes("node_modules/"));
  for (const place of workspace === undefined ? everything : needs(wanted, workspace)) {
    if (wanted[place].optional || wanted[place].link) continue;
    if (present[place]?.integrity !== wanted[place].integrity || !existsSync(`${folder}${place}`)) return false;
  }
  return true;
}

async function install(folder, args, what) {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < 20) giveUp(`Node ${process.versions.node} is too old: 20 or later is needed`);
  say(`installing ${what} (npm ${["ci", ...args].join(" ")})`);
  const { status, output } = await run("npm", ["ci", "--no-audit", "--no-fund", ...args], { cwd: folder });
  if (status !== 0) giveUp(`npm ci failed with status ${status}\n${output}`);
}

/** What running the emulator and the command line needs: a tenth of everything. */
export async function installEmulator() {
  if (installed(ROOT, "emulator")) return;
  await install(ROOT, ["-w", "emulator", "--include-workspace-root=false"], "what running needs");
}

/** Everything that building, checking and testing needs. */
export async function installAll() {
  if (!installed(ROOT)) await install(ROOT, [], "the development tools");
}

/** The packages of a folder that keeps its own package.json and lock file, apart from the repository's. */
export async function installApart(path) {
  const folder = `${ROOT}${path}/`;
  if (!existsSync(`${folder}package.json`)) giveUp(`${path}/package.json is not there`);
  if (!installed(folder)) await install(folder, [], `the packages of ${path}`);
}
