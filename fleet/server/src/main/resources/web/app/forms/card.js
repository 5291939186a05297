// What a credential is good for: its profiles, until when, under which permit or visit, how often.
// @ts-check
import { html, t } from '/kit/kit.js';
import { boxes, choice, figure, folded, names, number } from '../lib/fields.js';
import { instantOf, localText } from '../lib/zoned.js';

const DAY = 86400000;

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  const { thing } = on;
  const rules = thing.rules ?? {};
  const last = thing.validTo ? localText(Date.parse(thing.validTo) - 1, on.zone).slice(0, 10) : '';
  const stays = (/** @type {string} */ kind) => (on.known[kind] ?? []).map((one) => [one.id, one.id]);
  return html`
    <label class="field">${t('card.validTo')}<input name="validTo" type="date" .value=${last}></label>
    ${boxes(on, 'profiles', 'profiles', 'card.profiles', names(on, 'profiles'), thing.profiles)}
    ${folded('card.belongs', Boolean(rules.permit || rules.visit || rules.maxUses), html`
      ${choice(on, 'rules.permit', 'permit', 'card.permit', stays('permits'), rules.permit, t('access.none'))}
      ${choice(on, 'rules.visit', 'visit', 'card.visit', stays('visits'), rules.visit, t('access.none'))}
      ${figure(on, 'rules.maxUses', 'maxUses', 'visit.entries', rules.maxUses, 1, 100000, false)}`)}`;
}

/** The end is the day that was chosen, whole, at the site. @param {Record<string, any>} form @param {FormData} data @param {any} thing @param {string} [zone] */
export function read(form, data, thing, zone) {
  const was = thing.rules ?? {};
  const next = { permit: form.permit || null, visit: form.visit || null, maxUses: number(form.maxUses) ?? null };
  const rules = Object.fromEntries(Object.entries(next).filter(([name, value]) => value !== (was[name] ?? null)));
  return { profiles: data.getAll('profiles').map(String), ...end(form, zone), ...(Object.keys(rules).length ? { rules } : {}) };
}

/** @param {Record<string, any>} form @param {string} [zone] */
export function end(form, zone) {
  if (!form.validTo) {
    return {};
  }
  const next = new Date(Date.parse(`${form.validTo}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
  return { validTo: instantOf(`${next}T00:00`, zone) };
}
