// Offsets: the server counts bytes of UTF-8, the page units of UTF-16.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function toBytes(text: string, at: number): number {
  return encoder.encode(text.slice(0, at)).length;
}

export function fromBytes(text: string, bytes: number): number {
  return decoder.decode(encoder.encode(text).subarray(0, bytes)).length;
}

// The text of a site as the product sees it: without the answer.
export function withoutAnswer(text: string, cursor: number, answer: string): string {
  const at = fromBytes(text, cursor);
  const whole = text.startsWith(answer, at) && !/[\p{L}\p{N}_]/u.test(text[at + answer.length] ?? "");
  return whole ? text.slice(0, at) + text.slice(at + answer.length) : text;
}
