// What stands on this phone: three shelves in IndexedDB. Only `vault.js` and `round.js` put something on them.
//
// lock: salt, wrapped key and the count of wrong codes. sealed: records that the data key sealed. queue: visits that
// wait to be sent, sealed too; how many there are can be counted without the key.

const SHELVES = ["lock", "sealed", "queue"];
let name = "";
let opened = null;

/** Say which neighbourhood's shelves are meant. */
export function useStore(slug) {
  name = `samenspel-aanbellen-${slug}`;
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function database() {
  if (!opened) {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => SHELVES.forEach((shelf) => request.result.createObjectStore(shelf));
    opened = settled(request).then((found) => {
      // Another tab wipes this phone: let go at once.
      found.onversionchange = () => {
        found.close();
        opened = null;
      };
      return found;
    });
  }
  return opened;
}

export async function read(shelf, key) {
  const db = await database();
  return settled(db.transaction(shelf).objectStore(shelf).get(key));
}

export async function keysOf(shelf) {
  const db = await database();
  return settled(db.transaction(shelf).objectStore(shelf).getAllKeys());
}

export async function countOf(shelf) {
  const db = await database();
  return settled(db.transaction(shelf).objectStore(shelf).count());
}

/** Write all or nothing: [shelf, key, value] each; undefined removes. Resolves when it is on disk. */
export async function write(...entries) {
  const db = await database();
  const transaction = db.transaction(SHELVES, "readwrite", { durability: "strict" });
  for (const [shelf, key, value] of entries) {
    const place = transaction.objectStore(shelf);
    if (value === undefined) place.delete(key);
    else place.put(value, key);
  }
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/** Read, change and write in one go, so that two tabs do not count the same wrong code as one. */
export async function change(shelf, key, turn) {
  const db = await database();
  const transaction = db.transaction(shelf, "readwrite", { durability: "strict" });
  const place = transaction.objectStore(shelf);
  const value = await settled(place.get(key));
  const next = value === undefined ? undefined : turn(value);
  if (next !== undefined) place.put(next, key);
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  return next;
}

/** Remove everything of this neighbourhood from the phone. */
export async function removeAll() {
  const db = await database();
  const transaction = db.transaction(SHELVES, "readwrite", { durability: "strict" });
  for (const shelf of SHELVES) transaction.objectStore(shelf).clear();
  await new Promise((resolve) => {
    transaction.oncomplete = transaction.onabort = transaction.onerror = resolve;
  });
  db.close();
  opened = null;
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
}
