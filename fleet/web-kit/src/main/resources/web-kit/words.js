// Words in the reader's language: ICU messages from /kit/i18n/{locale}.json, and times as people say them.
// @ts-check
import { IntlMessageFormat } from './vendor/intl-messageformat-12.1.5.js';

const KEY = 'gatehouse.locale';
export const LOCALES = ['zh-CN', 'en'];

let current = 'en';
/** @type {Record<string, string>} */
let strings = {};
/** @type {Map<string, IntlMessageFormat>} */
const formats = new Map();

export function locale() {
  return current;
}

/** Picks what was chosen before, else what the browser prefers. */
export async function startWords() {
  const wanted = localStorage.getItem(KEY) ?? navigator.language;
  await load(LOCALES.includes(wanted) ? wanted : wanted.startsWith('zh') ? 'zh-CN' : 'en');
}

/** @param {string} next */
export async function setLocale(next) {
  localStorage.setItem(KEY, next);
  await load(next);
  window.dispatchEvent(new Event('gh-words'));
}

/** @param {string} next */
async function load(next) {
  const answer = await fetch(`/kit/i18n/${next}.json`);
  strings = await answer.json();
  formats.clear();
  current = next;
  document.documentElement.lang = next;
}

/** @param {string} key */
export function has(key) {
  return key in strings;
}

/**
 * The sentence of a key. A parameter that is missing reads as nothing; a key that is missing reads as itself.
 * @param {string} key
 * @param {Record<string, any>} [params]
 * @returns {string}
 */
export function t(key, params = {}) {
  const text = strings[key];
  if (text === undefined) {
    return key.slice(key.lastIndexOf('.') + 1);
  }
  let format = formats.get(key);
  if (!format) {
    format = new IntlMessageFormat(text, current, undefined, { ignoreTag: true });
    formats.set(key, format);
  }
  const forgiving = new Proxy(params, { has: () => true, get: (all, name) => all[String(name)] ?? '' });
  return String(format.format(forgiving));
}

/** The parameters that the sentence of a key speaks of. @param {string} key */
export function wants(key) {
  return [...(strings[key] ?? '').matchAll(/\{([a-zA-Z]+)[,}]/g)].map((found) => found[1]);
}

/** Time of day, in the zone when one is given. @param {string} iso @param {string} [zone] */
export function clock(iso, zone) {
  return new Date(iso).toLocaleTimeString(current, { hour12: false, timeZone: zone });
}

/** @param {string} iso @param {string} [zone] */
export function day(iso, zone) {
  return new Date(iso).toLocaleDateString(current, { month: 'short', day: 'numeric', timeZone: zone });
}

/** Date and time with seconds, and the zone when it is not the reader's. @param {string} iso @param {string} [zone] */
export function moment(iso, zone) {
  const said = new Date(iso).toLocaleString(current, { hour12: false, timeZone: zone });
  return [said, zoneMark(iso, zone)].filter(Boolean).join(' ');
}

/** The zone's name when its clocks show another time than the reader's. @param {string} iso @param {string} [zone] */
export function zoneMark(iso, zone) {
  const at = new Date(iso);
  const same = !zone || at.toLocaleString('en', { timeZone: zone }) === at.toLocaleString('en');
  if (same) {
    return '';
  }
  const parts = new Intl.DateTimeFormat(current, { timeZone: zone, timeZoneName: 'short' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** A number as people write it. @param {number} number */
export function amount(number) {
  return number.toLocaleString(current);
}

/** How long something takes, roughly. @param {number} seconds */
export function span(seconds) {
  /** @type {Array<[number, string]>} */
  const units = [[86400, 'day'], [3600, 'hour'], [60, 'minute'], [1, 'second']];
  const [size, unit] = units.find(([least]) => Math.round(seconds) >= least) ?? [1, 'second'];
  return new Intl.NumberFormat(current, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(seconds / size);
}

/** Bytes in the unit that fits. @param {number} bytes */
export function size(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const number = bytes / 2 ** (10 * step);
  return `${number.toLocaleString(current, { maximumFractionDigits: number < 10 && step > 0 ? 1 : 0 })} ${units[step]}`;
}

/** How long ago, roughly. @param {string|undefined} iso */
export function ago(iso) {
  if (!iso) {
    return '';
  }
  const seconds = (Date.now() - new Date(iso).getTime()) / 1000;
  const relative = new Intl.RelativeTimeFormat(current, { numeric: 'auto' });
  if (Math.abs(seconds) < 60) {
    return relative.format(-Math.round(seconds), 'second');
  }
  if (Math.abs(seconds) < 3600) {
    return relative.format(-Math.round(seconds / 60), 'minute');
  }
  return Math.abs(seconds) < 86400
    ? relative.format(-Math.round(seconds / 3600), 'hour')
    : relative.format(-Math.round(seconds / 86400), 'day');
}
