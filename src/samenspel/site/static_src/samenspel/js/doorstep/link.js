// Speaking with the site. Every answer is one of: {state: "ok", …}, "offline", "sign_in", "no_role", "fault".

let addresses = {};
let token = "";

export function useAddresses(found) {
  addresses = found;
}

async function ask(name, options = {}) {
  let answer;
  try {
    answer = await fetch(addresses[name], { credentials: "same-origin", cache: "no-store", ...options });
  } catch {
    return { state: "offline" };
  }
  const body = answer.headers.get("content-type")?.includes("json") ? await answer.json().catch(() => ({})) : {};
  if (answer.ok) return { ...body, state: "ok" };
  if (answer.status === 401) return { state: "sign_in" };
  if (answer.status === 403) return { state: body.state === "no_role" ? "no_role" : "token" };
  return { state: "fault", status: answer.status };
}

/** Who is signed in here. Also brings the token without which nothing is taken in. */
export async function whoIsHere() {
  const answer = await ask("who");
  if (answer.state === "ok") token = answer.token;
  return answer;
}

async function post(name, content) {
  if (!token) {
    const here = await whoIsHere();
    if (here.state !== "ok") return here;
  }
  const send = () =>
    ask(name, {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrftoken": token },
      body: JSON.stringify(content),
    });
  const answer = await send();
  if (answer.state !== "token") return answer;
  // A new session has a new token.
  const here = await whoIsHere();
  if (here.state !== "ok") return here;
  const again = await send();
  return again.state === "token" ? { state: "fault" } : again;
}

export function takeRounds() {
  return post("take", {});
}

export function sendVisits(visits) {
  return post("send", { sent_at: new Date().toISOString(), visits });
}

export function tellWiped(rounds) {
  return post("wiped", { rounds });
}
