// What alarms say in words, and what may be done about them.
// @ts-check
import { has, html, t } from '/kit/kit.js';
import { api } from './api.js';

/** Colour, shape and word of a severity: never colour alone. @type {Record<string, [string, string]>} */
const LOOK = { CRITICAL: ['bad', '▲'], WARNING: ['warn', '◆'], INFO: ['', '●'] };

/** @param {string} severity */
export function look(severity) {
  return LOOK[severity]?.[0] ?? '';
}

/** Its colour and its shape. @param {string} severity */
export function severityOf(severity) {
  const [colour, shape] = LOOK[severity] ?? ['', '●'];
  return { look: colour, shape };
}

/** @param {any} alarm */
export function severityChip(alarm) {
  const [colour, shape] = LOOK[alarm.severity] ?? ['', '●'];
  return html`<span class="chip ${colour}"><span aria-hidden="true">${shape} </span>${t(`severity.${alarm.severity}`)}</span>`;
}

/** @param {any} alarm */
export function stateChip(alarm) {
  return html`<span class="chip">${t(`alarmState.${alarm.state}`)}</span>`;
}

/** Codes that have words become words. @param {any} alarm */
function params(alarm) {
  return Object.fromEntries(Object.entries(alarm.params).map(([name, value]) => {
    const kind = name === 'kind' ? `alarmKind.${value}` : `${name}.${value}`;
    return [name, has(kind) ? t(kind) : value];
  }));
}

/** @param {any} alarm @param {string} [which] title, affects, stillWorks or advice */
export function sentence(alarm, which = 'title') {
  const key = alarm.words?.[which];
  return key && has(key) ? t(key, params(alarm)) : which === 'title' ? `${alarm.name} · ${alarm.kind}` : '';
}

/** What follows from it, in a few words. @param {any} alarm */
export function consequence(alarm) {
  const { open = 0, shut = 0, unseen = 0, traffic = 0 } = alarm.consequence ?? {};
  return [
    open ? t('alarms.open', { count: open }) : '',
    shut ? t('alarms.shut', { count: shut }) : '',
    unseen ? t('alarms.unseen', { count: unseen }) : '',
    traffic ? t('alarms.traffic', { count: traffic }) : '',
  ].filter(Boolean).join(' · ');
}

/**
 * Does something about alarms; answers how many of them took it, and why others did not.
 * @param {number[]} alarms @param {any} act
 */
export async function actOn(alarms, act) {
  const { items } = await api.post('/alarms/acts', { alarms, ...act });
  const refused = items.filter((/** @type {any} */ one) => one.result !== 'DONE');
  return { done: items.length - refused.length, refused };
}
