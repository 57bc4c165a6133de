// Text for programs gathered as bytes: strings for millions of rows would take longer than the
// model.
import { writeFloat32 } from '../../text/float32.js';

/** Bytes that grow. */
export class TextBytes {
  #bytes = Buffer.allocUnsafe(2 ** 16);
  #length = 0;

  /** Appends bytes. */
  bytes(more: Uint8Array): void {
    this.#room(more.length);
    this.#bytes.set(more, this.#length);
    this.#length += more.length;
  }

  /** Appends one byte. */
  byte(code: number): void {
    this.#room(1);
    this.#bytes[this.#length] = code;
    this.#length += 1;
  }

  /** Appends a text. */
  text(text: string): void {
    const most = 3 * text.length;
    this.#room(most);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** Appends the shortest text of a float32. */
  float32(value: number): void {
    this.#room(32);
    this.#length = writeFloat32(this.#bytes, this.#length, value);
  }

  /** What was gathered, as a copy; begins anew. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + more));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
