export function play(main) { main.textContent = ''; return {}; }
