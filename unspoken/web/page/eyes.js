export function eyes(main) { main.textContent = ''; return {}; }
