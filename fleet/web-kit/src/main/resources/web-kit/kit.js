// What every page of Gatehouse takes from the kit: Lit, words, theme, the base element.
// @ts-check
export { css, html, nothing, svg, repeat, classMap, ifDefined, live, LitElement } from './vendor/lit-3.3.3.js';
export { t, has, wants, locale, setLocale, startWords, clock, day, moment, zoneMark, ago, amount, span, size, LOCALES } from './words.js';
export { theme, setTheme, startTheme } from './theme.js';
export { GhElement, busy } from './element.js';
export { clockWords, fillChip, gauge, storageRows } from './storage.js';
