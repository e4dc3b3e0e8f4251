export function table(main) { main.textContent = ''; return {}; }
