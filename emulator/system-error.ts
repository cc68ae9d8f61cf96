/** What the operating system says is wrong, without the names that Node puts around it: `no such file or directory`. */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EISDIR") return "it is a directory";
  return /^E[A-Z]+: (.*?)(, [a-z]+)?( '.*')?$/.exec(message)?.[1] ?? code ?? message;
}
