// Looks for a text behind a prefix whose SHA-256 (FIPS 180-4) begins with so many zero bits. By
// hand, as the browser's own answers too slowly for millions, and not at all on plain HTTP.
'use strict';

const K = new Uint32Array(64);
const First = new Uint32Array(8);

// The constants are the first bits of the fractions of the cube and square roots of primes.
for (let n = 2, found = 0; found < 64; n += 1) {
  let isPrime = true;
  for (let d = 2; d * d <= n; d += 1) {
    isPrime = isPrime && n % d !== 0;
  }
  if (isPrime) {
    if (found < 8) {
      First[found] = (Math.sqrt(n) % 1) * 2 ** 32;
    }
    K[found] = (Math.cbrt(n) % 1) * 2 ** 32;
    found += 1;
  }
}

const turn = (x, by) => (x >>> by) | (x << (32 - by));
const schedule = new Uint32Array(64);

const mix = (state, bytes, from) => {
  for (let t = 0; t < 64; t += 1) {
    if (t < 16) {
      const at = from + t * 4;
      schedule[t] =
        (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    } else {
      const [x, y] = [schedule[t - 15], schedule[t - 2]];
      schedule[t] =
        schedule[t - 16] + schedule[t - 7] +
        (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
    }
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t += 1) {
    const chosen = (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g));
    const one = (h + chosen + K[t] + schedule[t]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] += word;
  });
};

// The hash of some bytes, as eight words.
const hash = (bytes) => {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  new DataView(padded.buffer).setUint32(padded.length - 4, bytes.length * 8);
  const state = Uint32Array.from(First);
  for (let at = 0; at < padded.length; at += 64) {
    mix(state, padded, at);
  }
  return state;
};

const zeros = (words) => {
  const at = words.findIndex((word) => word !== 0);
  return at < 0 ? 256 : at * 32 + Math.clz32(words[at]);
};

self.addEventListener('message', ({ data: { prefix, bits } }) => {
  const text = new TextEncoder();
  for (let nonce = 0; ; nonce += 1) {
    if (zeros(hash(text.encode(prefix + nonce))) >= bits) {
      self.postMessage(`${nonce}`);
      return;
    }
  }
});
