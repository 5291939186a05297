// What goes for all people of a type.
// @ts-check
import { html, t } from '/kit/kit.js';
import { boxes, choice, figure, names, number, said, tick } from '../lib/fields.js';

const APPROVALS = ['NONE', 'HOST', 'OPERATOR'];
const FACTORS = ['CARD', 'PIN', 'FINGERPRINT', 'QR_CODE', 'MOBILE_BLE', 'ID_DOCUMENT', 'LICENSE_PLATE'];

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  const { thing } = on;
  return html`
    ${boxes(on, 'areas', 'areas', 'pack.areas', names(on, 'areas'), thing.areas, t('pack.areasNone'))}
    ${choice(on, 'schedule', 'schedule', 'pack.schedule', names(on, 'schedules'), thing.schedule, t('point.always'))}
    ${figure(on, 'maxDays', 'maxDays', 'pack.maxDays', thing.maxDays, 1, 36500, false)}
    ${choice(on, 'approval', 'approval', 'point.approval', APPROVALS.map((one) => [one, t(`approval.${one}`)]), thing.approval ?? 'NONE')}
    ${boxes(on, 'factors', 'factors', 'pack.factors', FACTORS.map((one) => [one, t(`factor.${one}`)]), thing.factors, t('pack.factorsNone'))}
    ${tick('accompanied', 'pack.accompanied', thing.accompanied ?? false)}
    ${tick('consent', 'pack.consent', thing.consent ?? true)}`;
}

/** @param {Record<string, any>} form @param {FormData} data */
export function read(form, data) {
  return said({
    areas: data.getAll('areas').map(String), schedule: form.schedule, maxDays: number(form.maxDays), approval: form.approval,
    factors: data.getAll('factors').map(String), accompanied: form.accompanied === 'on', consent: form.consent === 'on',
  });
}
