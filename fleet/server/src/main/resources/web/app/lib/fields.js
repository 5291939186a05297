// Fields of forms, each with what is wrong with it beside it.
// @ts-check
import { html, nothing, t } from '/kit/kit.js';
import { instantOf, localText } from './zoned.js';

/**
 * What a form's fields are drawn with: the thing, what else there is, the site's zone, what is wrong at a field or with
 * a code wherever it lies, and how many lines of a list there are to fill in.
 * @typedef {{ thing: any, site: string, known: Record<string, any[]>, zone: string|undefined, wrong: (path: string) => any, wrongOf: (codes: string[]) => any,
 *   rows: (list: string, have: number) => number, grow: (list: string) => void }} Ground
 */

/** @param {string|undefined} text */
export function number(text) {
  return text === undefined || text === '' ? undefined : Number(text);
}

/** What is said, without what says nothing. @param {Record<string, any>} all @returns {any} */
export function said(all) {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''));
}

/** @param {Ground} on @param {string} path @param {string} label @param {any} control */
export function field(on, path, label, control) {
  return html`<label class="field">${t(label)}${control}${on.wrong(path)}</label>`;
}

/** @param {Ground} on @param {string} path @param {string} name @param {string} label @param {any} value @param {number} min @param {number} max @param {boolean} [needed] */
export function figure(on, path, name, label, value, min, max, needed = true) {
  return field(on, path, label, html`<input name=${name} type="number" min=${min} max=${max} ?required=${needed} .value=${String(value ?? '')}>`);
}

/** Names of groups with commas. @param {Ground} on @param {string} path @param {string} name @param {string} label @param {string[]} [groups] */
export function groups(on, path, name, label, groups = []) {
  return field(on, path, label, html`<input name=${name} .value=${groups.join(', ')}>`);
}

/** @param {Ground} on @param {string} path @param {string} name @param {string} label @param {string[][]} values @param {string} [chosen] @param {string} [none] */
export function choice(on, path, name, label, values, chosen, none) {
  return field(on, path, label, html`<select name=${name}>${none === undefined ? nothing : html`<option value="">${none}</option>`}
    ${values.map(([value, word]) => html`<option value=${value} ?selected=${value === chosen}>${word}</option>`)}</select>`);
}

/** @param {string} name @param {string} label @param {boolean} ticked */
export function tick(name, label, ticked) {
  return html`<label class="check"><input name=${name} type="checkbox" ?checked=${ticked}> ${t(label)}</label>`;
}

/** @param {Ground} on @param {string} kind @returns {string[][]} */
export function names(on, kind) {
  return (on.known[kind] ?? []).map((one) => [one.id, one.name]);
}

/** The rarer fields, folded until somebody has used them. @param {string} label @param {boolean} used @param {any} fields */
export function folded(label, used, fields) {
  return html`<details class="calm fold" ?open=${used}><summary>${t(label)}</summary><div class="stack">${fields}</div></details>`;
}

/** Boxes of which several may be ticked. @param {Ground} on @param {string} path @param {string} name @param {string} label @param {string[][]} values @param {string[]} [chosen] @param {string} [none] */
export function boxes(on, path, name, label, values, chosen = [], none) {
  return html`<fieldset class="checks"><legend>${t(label)}</legend>${none === undefined ? nothing : html`<p class="quiet small">${none}</p>`}
    ${values.map(([value, word]) => html`<label class="check"><input type="checkbox" name=${name} value=${value} ?checked=${chosen.includes(value)}> ${word}</label>`)}${on.wrong(path)}</fieldset>`;
}

/** @param {Ground} on @returns {string[][]} */
export function entrances(on) {
  return (on.known.accessPoints ?? []).map((one) => [one.id, pointName(on, one)]);
}

/** A date and time at the site. @param {Ground} on @param {string} path @param {string} name @param {string} label @param {number} [millis] @param {boolean} [needed] */
export function time(on, path, name, label, millis, needed = false) {
  return field(on, path, label, html`<input name=${name} type="datetime-local" ?required=${needed} .value=${millis === undefined ? '' : localText(millis, on.zone)}>`);
}

/** What such a field says. @param {string|undefined} text @param {string} [zone] */
export function millis(text, zone) {
  return text ? Date.parse(instantOf(text, zone)) : undefined;
}

/** An access point as people say it. @param {Ground} on @param {any} point */
export function pointName(on, point) {
  const door = (on.known.doors ?? []).find((one) => one.id === point.door);
  return `${door?.name ?? point.door} · ${t(`direction.${point.direction}`)}`;
}
