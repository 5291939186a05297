// Light, dark, or as the system says; remembered on this device only.
// @ts-check
const KEY = 'gatehouse.theme';

/** @returns {'light'|'dark'|'system'} */
export function theme() {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** @param {'light'|'dark'|'system'} next */
export function setTheme(next) {
  localStorage.setItem(KEY, next);
  startTheme();
}

export function startTheme() {
  const root = document.documentElement;
  const now = theme();
  if (now === 'system') {
    root.removeAttribute('data-theme');
  } else {
    root.dataset.theme = now;
  }
}
