// The server's command line from the user's settings.

export interface Settings {
  program: string;
  model: string;
  python: string;
  deadlineMs: number;
  inlineCompletion: string | number; // told when the server is initialized, as is the next
  autoImport: boolean;
  logFile: string;
}

export interface Command {
  command: string;
  args: string[];
}

// `inside`: the program that the extension brings, if it brings one. What somebody chose stands before it.
export function commandOf(settings: Settings, inside?: string): Command {
  const args = ['lsp'];
  if (settings.model !== '') args.push('--model', settings.model);
  if (settings.python !== '') args.push('--python', settings.python);
  if (Number.isInteger(settings.deadlineMs) && settings.deadlineMs >= 0) args.push('--deadline', String(settings.deadlineMs));
  if (settings.logFile !== '') args.push('--log', settings.logFile);
  return { command: settings.program === '' ? inside ?? 'fastnode' : settings.program, args };
}
