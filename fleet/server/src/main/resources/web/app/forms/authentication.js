// What people must show, by time: any one way is enough, all of a way are needed.
// @ts-check
import { html, nothing, t } from '/kit/kit.js';
import { boxes, choice, figure, folded, names, number } from '../lib/fields.js';

const FACTORS = ['CARD', 'PIN', 'QR_CODE', 'TEMP_CODE', 'MOBILE_BLE', 'FACE', 'FINGERPRINT', 'PALM', 'IRIS', 'VEIN', 'RETINA', 'ID_DOCUMENT', 'LICENSE_PLATE', 'BARCODE'];

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  const { usual, policies = [] } = on.thing;
  const times = [...Array(on.rows('policies', policies.length)).keys()];
  return html`<p class="quiet small">${t('authentication.what')}</p>
    ${level(on, 'usual', 'usual', usual)}${on.wrongOf(['FACE_ALONE', 'NO_FACTOR'])}
    ${folded('authentication.atTimes', policies.length > 0, html`${times.map((i) => html`
      <fieldset class="checks"><legend>${t('authentication.time')}</legend>
        ${choice(on, `policies[${i}].schedule`, `schedule${i}`, 'access.schedule', names(on, 'schedules'), policies[i]?.schedule, t('access.none'))}
        ${figure(on, `policies[${i}].level.priority`, `priority${i}`, 'authentication.priority', policies[i]?.level.priority ?? 1, 0, 1000)}
        ${level(on, `policies[${i}].level`, `at${i}`, policies[i]?.level)}</fieldset>`)}${on.wrong('policies')}
      <div><button type="button" @click=${() => on.grow('policies')}>${t('access.morePolicies')}</button></div>`)}`;
}

/** @param {import('../lib/fields.js').Ground} on @param {string} path @param {string} name @param {any} given */
function level(on, path, name, given) {
  const ways = given?.ways ?? [];
  return html`${[...Array(on.rows(name, ways.length)).keys()].map((i) => html`
    ${i ? html`<p class="quiet small">${t('authentication.or')}</p>` : nothing}
    ${boxes(on, `${path}.ways[${i}]`, `${name}-${i}`, 'authentication.way', FACTORS.map((one) => [one, t(`factor.${one}`)]), ways[i])}`)}
    <div><button type="button" @click=${() => on.grow(name)}>${t('authentication.more')}</button></div>`;
}

/** @param {string} name @param {FormData} data */
function ways(name, data) {
  const rows = [...new Set([...data.keys()].filter((key) => key.startsWith(`${name}-`)))];
  return rows.map((key) => data.getAll(key).map(String));
}

/** @param {Record<string, any>} form @param {FormData} data @param {any} thing */
export function read(form, data, thing) {
  const times = Object.keys(form).filter((key) => /^schedule\d+$/.test(key)).map((key) => key.slice(8)).filter((i) => form[`schedule${i}`]);
  return {
    usual: { priority: thing.usual?.priority ?? 0, ways: ways('usual', data) },
    policies: times.map((i) => ({ schedule: form[`schedule${i}`], level: { priority: number(form[`priority${i}`]), ways: ways(`at${i}`, data) } })),
  };
}
