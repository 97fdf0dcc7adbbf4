// The lock of this phone. A data key seals every record (AES-GCM); a key made from the PIN wraps the data key
// (PBKDF2, SHA-256). The data key lives in memory only while the app is unlocked, and cannot be read out of it.

import { change, read, removeAll, write } from "./store.js";

export const ITERATIONS = 600_000;
export const PIN_MIN = 6;
export const WRONG_MAX = 10;
export const WRONG_WARN = 5;

const bytes = (length) => crypto.getRandomValues(new Uint8Array(length));
let dataKey = null;

/** What is missing for a lock: only a secure context has the browser's own cryptography. */
export function canLock() {
  return Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.indexedDB);
}

export async function hasLock() {
  return Boolean(await read("lock", "lock"));
}

export function isOpen() {
  return dataKey !== null;
}

export function lock() {
  dataKey = null;
}

async function wrappingKey(pin, salt, iterations) {
  const material = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["wrapKey", "unwrapKey"],
  );
}

async function unwrapped(lock, pin) {
  const wrapping = await wrappingKey(pin, lock.salt, lock.iterations);
  const algorithm = { name: "AES-GCM", iv: lock.iv };
  return crypto.subtle.unwrapKey("raw", lock.wrapped, wrapping, algorithm, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Put a new lock on an empty phone, and open it. */
export async function createLock(pin) {
  const [salt, iv] = [bytes(16), bytes(12)];
  const wrapping = await wrappingKey(pin, salt, ITERATIONS);
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const wrapped = await crypto.subtle.wrapKey("raw", fresh, wrapping, { name: "AES-GCM", iv });
  const made = { salt, iv, wrapped, iterations: ITERATIONS, wrong: 0 };
  await write(["lock", "lock", made]);
  // Else a browser that runs out of room may clear what was not sent yet.
  await navigator.storage?.persist?.().catch(() => false);
  dataKey = await unwrapped(made, pin);
}

/** How many wrong PINs are left. */
export async function triesLeft() {
  const found = await read("lock", "lock");
  return found ? WRONG_MAX - found.wrong : WRONG_MAX;
}

/**
 * Try a PIN: {state: "open" | "wrong" | "wiped", left}. The try is counted before it is checked, so that closing the
 * app does not give one back. After the tenth wrong one everything is gone.
 */
export async function openLock(pin) {
  const counted = await change("lock", "lock", (lock) => ({ ...lock, wrong: lock.wrong + 1 }));
  if (!counted) return { state: "wiped", left: 0 };
  if (counted.wrong <= WRONG_MAX) {
    try {
      dataKey = await unwrapped(counted, pin);
      await change("lock", "lock", (lock) => ({ ...lock, wrong: 0 }));
      return { state: "open", left: WRONG_MAX };
    } catch {
      if (counted.wrong < WRONG_MAX) return { state: "wrong", left: WRONG_MAX - counted.wrong };
    }
  }
  await wipe();
  return { state: "wiped", left: 0 };
}

/** Everything of this neighbourhood leaves the phone. */
export async function wipe() {
  dataKey = null;
  await removeAll();
}

/** Seal a value under the name of its record: a sealed record fits in no other place. */
export async function seal(name, value) {
  if (!dataKey) throw new Error("locked");
  const iv = bytes(12);
  const algorithm = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
  const data = await crypto.subtle.encrypt(algorithm, dataKey, new TextEncoder().encode(JSON.stringify(value)));
  return { iv, data };
}

export async function unseal(name, sealed) {
  if (!dataKey) throw new Error("locked");
  if (!sealed) return undefined;
  const algorithm = { name: "AES-GCM", iv: sealed.iv, additionalData: new TextEncoder().encode(name) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, dataKey, sealed.data)));
}
