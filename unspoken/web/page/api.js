// What the page asks of its server.

async function ask(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, { method, body, credentials: "same-origin" });
  } catch {
    throw new Error("unspoken has stopped: nothing answers any more. What you corrected so far is kept; start it again with `unspoken open`.");
  }
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(data.error ?? `The server could not do this (${answer.status}).`);
  return data;
}

export const stories = async () => (await ask("GET", "/stories")).stories;
export const drop = (file) => ask("POST", `/stories?name=${encodeURIComponent(file.name)}`, file);
export const forget = (key) => ask("DELETE", `/stories/${key}`);
export const story = (key) => ask("GET", `/stories/${key}`);
export const correct = (key, correction) => ask("POST", `/stories/${key}/corrections`, JSON.stringify(correction));
export const undo = (key) => ask("POST", `/stories/${key}/undo`);
export const redo = (key) => ask("POST", `/stories/${key}/redo`);
