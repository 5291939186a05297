// What the pages about people and access have in common.
// @ts-check
import { has, html, nothing, t } from '/kit/kit.js';
import { sites } from './zones.js';

export const TYPES = ['OWNER', 'TENANT', 'FAMILY', 'STAFF', 'GUARD', 'VISITOR', 'CONTRACTOR', 'HOUSEKEEPER', 'COURIER', 'DRIVER'];
export const STATUSES = ['PENDING', 'ACTIVE', 'SUSPENDED', 'MOVED_OUT', 'DECEASED', 'BLOCKED'];
const SITE = 'gatehouse.site';
const STATUS_LOOK = { ACTIVE: 'good', BLOCKED: 'bad', SUSPENDED: 'warn', PENDING: 'warn' };
const CARD_LOOK = { ENABLED: 'good', LOST: 'bad', STOLEN: 'bad' };

/** The site that was looked at last, or the first one. @param {string} [wanted] */
export function siteOf(wanted) {
  const all = sites().map((site) => site.id);
  const site = [wanted, localStorage.getItem(SITE) ?? '', all[0]].find((one) => one && all.includes(one)) ?? '';
  if (site) {
    localStorage.setItem(SITE, site);
  }
  return site;
}

/** The site that was asked for, or looked at last, or the only one: never just the first of several. @param {string} [wanted] */
export function siteMeant(wanted) {
  const all = sites().map((site) => site.id);
  const only = all.length === 1 ? all[0] : '';
  return [wanted, localStorage.getItem(SITE) ?? '', only].find((one) => one && all.includes(one)) ?? '';
}

/** With nothing chosen the first line asks. @param {string} chosen */
export function siteAsked(chosen) {
  return html`<label class="field">${t('people.site')}<select name="site" required>${chosen ? nothing : html`<option value="" selected>${t('site.choose')}</option>`}${sites().map((site) => html`<option value=${site.id} ?selected=${site.id === chosen}>${site.name}</option>`)}</select></label>`;
}

/** @param {string} chosen */
export function siteChoice(chosen) {
  return html`<label class="field">${t('people.site')}<select name="site">${sites().map((site) => html`<option value=${site.id} ?selected=${site.id === chosen}>${site.name}</option>`)}</select></label>`;
}

/** @param {string} type */
export function typeWord(type) {
  return has(`personType.${type}`) ? t(`personType.${type}`) : type;
}

/** @param {string} status */
export function statusChip(status) {
  return html`<span class="chip ${STATUS_LOOK[/** @type {keyof STATUS_LOOK} */ (status)] ?? ''}">${t(`personStatus.${status}`)}</span>`;
}

/** @param {string} state */
export function cardChip(state) {
  return html`<span class="chip ${CARD_LOOK[/** @type {keyof CARD_LOOK} */ (state)] ?? ''}">${t(`cardState.${state}`)}</span>`;
}

/** Names with commas between them, in either language's. @param {any} text */
export function listed(text) {
  return String(text ?? '').split(/[,;，；、\n]/).map((one) => one.trim()).filter(Boolean);
}

/** A form's fields that say something. @param {Event} submit @returns {Record<string, any>} */
export function fields(submit) {
  const data = new FormData(/** @type {HTMLFormElement} */ (submit.target));
  return Object.fromEntries([...data].map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value]));
}

/** Boxes to tick: name, word, ticked. @param {Array<[string, string, boolean]>} boxes */
export function checks(boxes) {
  return boxes.map(([name, word, ticked]) => html`<label class="check"><input type="checkbox" name=${name} ?checked=${ticked}> ${word}</label>`);
}
