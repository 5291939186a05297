// The sites' time zones: what happened at a site is told in its own time.
// @ts-check
import { api } from './api.js';

/** @type {Record<string, string>} */
let zones = {};

export async function readZones() {
  const { items } = await api.get('/sites');
  known = items;
  zones = Object.fromEntries(items.map((/** @type {any} */ site) => [site.id, site.timeZone]));
}

/** @type {any[]} */
let known = [];

/** The sites as they were read last. */
export function sites() {
  return known;
}

/** @param {string|undefined} site */
export function zoneOf(site) {
  return site ? zones[site] : undefined;
}
