export function people(main) { main.textContent = ''; return {}; }
