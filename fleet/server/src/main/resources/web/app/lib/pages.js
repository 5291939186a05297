// How the console's pages are offered: which come first for whom, in which groups, by which keys.
// @ts-check
import { may } from './api.js';

/** @typedef {{path: string, key: string, icon: string, letter: string, group: string}} PageEntry */

/**
 * What somebody with a role does all day: as many as fit under a thumb, beside "More". Of several roles the first one here
 * counts.
 * @type {Array<[string, string[]]>}
 */
const FIRST = [
  ['admin', ['/', '/alarms', '/devices', '/gateways']],
  ['operator', ['/', '/alarms', '/devices', '/events']],
  ['technician', ['/work', '/c', '/commission', '/devices']],
  ['gate-post', ['/passes', '/events', '/people', '/alarms']],
  ['guard', ['/patrol', '/events', '/devices', '/']],
  ['auditor', ['/evidence', '/changes', '/events', '/']],
  ['viewer', ['/', '/alarms', '/events', '/devices']],
];

/** The entries that are always in reach. @param {any} who @param {PageEntry[]} pages those of this person */
export function firstOf(who, pages) {
  const [, paths] = FIRST.find(([role]) => may(who, [role])) ?? ['', []];
  const first = paths.map((path) => pages.find((page) => page.path === path)).filter(Boolean);
  return /** @type {PageEntry[]} */ (first.length ? first : pages.slice(0, 4));
}

/** The pages by group, in their order; the first group has no name. @param {PageEntry[]} pages @returns {Array<[string, PageEntry[]]>} */
export function grouped(pages) {
  /** @type {Map<string, PageEntry[]>} */
  const groups = new Map();
  pages.forEach((page) => groups.set(page.group, [...(groups.get(page.group) ?? []), page]));
  return [...groups];
}

/** The second key after "g", as it stands on a keyboard. @param {PageEntry} page */
export function keyOf(page) {
  return page.letter >= 'A' && page.letter <= 'Z' ? `⇧${page.letter}` : page.letter;
}
