/** What the scripts tell the person who started them. Progress goes to stderr, so that stdout is the program's own. */

const CODES = { red: 31, green: 32, dim: 2 };

function painted(stream, colour, text) {
  return stream.isTTY && !process.env.NO_COLOR ? `\x1b[${CODES[colour]}m${text}\x1b[0m` : text;
}

/** Says in one line what is being done. */
export function say(text) {
  process.stderr.write(`${painted(process.stderr, "dim", `linkpulse: ${text}`)}\n`);
}

/** Prints a line of results, with its first word in a colour. */
export function result(colour, word, rest) {
  process.stdout.write(`${painted(process.stdout, colour, word)} ${rest}\n`);
}

/** Ends the script with one line that says why. */
export function giveUp(reason) {
  process.stderr.write(`${painted(process.stderr, "red", "linkpulse:")} ${reason}\n`);
  process.exit(1);
}
