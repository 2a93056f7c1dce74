// What the extension uses of Node, and no more: its whole declarations would be another package to fetch.
declare module 'node:fs' {
  export const constants: { X_OK: number };
  export function existsSync(path: string): boolean;
  export function accessSync(path: string, mode: number): void;
  export function chmodSync(path: string, mode: number): void;
}
declare module 'node:path' {
  export function join(...parts: string[]): string;
}
