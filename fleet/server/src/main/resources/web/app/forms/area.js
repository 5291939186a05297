// A part of the site: how many may be in it, and who under a threat.
// @ts-check
import { html, t } from '/kit/kit.js';
import { choice, field, figure, folded, names, number, said, tick } from '../lib/fields.js';

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  const { thing } = on;
  const levels = [...Object.entries(thing.clearance ?? {}), ['', 7]];
  return html`
    ${choice(on, 'parent', 'parent', 'access.parent', names(on, 'areas').filter(([id]) => id !== thing.id), thing.parent, t('access.none'))}
    ${figure(on, 'most', 'most', 'access.most', thing.most, 1, 1000000, false)}
    ${figure(on, 'least', 'least', 'access.least', thing.least, 0, 1000000, false)}
    ${tick('hard', 'access.hard', thing.hard ?? false)}
    ${folded('area.threat', levels.length > 1, html`<p class="quiet small">${t('area.threatWhat')}</p>
      ${levels.map(([level, least], i) => html`<div class="pair">
        <label class="field">${t('area.level')}<input name="level${i}" maxlength="63" .value=${level}></label>
        <label class="field">${t('area.needs')}<input name="needs${i}" type="number" min="0" max="7" .value=${String(least)}></label></div>`)}${on.wrong('clearance')}`)}
    ${folded('area.more', Boolean(thing.resetAt), field(on, 'resetAt', 'area.resetAt', html`<input name="resetAt" type="time" .value=${thing.resetAt ?? ''}>`))}`;
}

/** @param {Record<string, any>} form */
export function read(form) {
  const rows = Object.keys(form).filter((name) => /^level\d+$/.test(name)).map((name) => [form[name], Number(form[`needs${name.slice(5)}`])]);
  return said({
    parent: form.parent, most: number(form.most), least: number(form.least), hard: form.hard === 'on', resetAt: form.resetAt,
    clearance: Object.fromEntries(rows.filter(([level]) => level)),
  });
}
