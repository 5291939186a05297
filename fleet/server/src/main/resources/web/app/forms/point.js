// One direction of a door: where it leads, what it asks for, and the rules about who comes along.
// @ts-check
import { html, t } from '/kit/kit.js';
import { listed } from '../lib/access.js';
import { choice, field, figure, folded, groups, names, number, pointName, said, tick } from '../lib/fields.js';

const DIRECTIONS = ['IN', 'OUT'];
const MODES = ['AUTHORIZE', 'VERIFICATION_REQUIRED', 'AUTHORIZATION_DELAYED', 'GRANT_ACTIVE', 'DENY_ALL'];
const PASSBACKS = ['AREA', 'READER_PAIR', 'TIMED'];
const APPROVALS = ['NONE', 'HOST', 'OPERATOR'];
const ANYBODY = '*';

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  const { thing } = on;
  const rules = thing.rules ?? {};
  return html`
    ${choice(on, 'door', 'door', 'point.door', names(on, 'doors'), thing.door)}
    ${choice(on, 'direction', 'direction', 'point.direction', DIRECTIONS.map((one) => [one, t(`direction.${one}`)]), thing.direction ?? 'IN')}
    ${field(on, 'reader', 'point.reader', html`<input name="reader" required maxlength="63" .value=${thing.reader ?? ''}>`)}
    ${tick('enabled', 'point.enabled', thing.enabled ?? true)}
    ${choice(on, 'rules.areaFrom', 'areaFrom', 'point.areaFrom', names(on, 'areas'), rules.areaFrom, t('whatIf.outside'))}
    ${choice(on, 'rules.areaTo', 'areaTo', 'point.areaTo', names(on, 'areas'), rules.areaTo, t('whatIf.outside'))}
    ${choice(on, 'rules.authentication', 'authentication', 'point.authentication', names(on, 'authentications'), rules.authentication, t('point.anyCredential'))}
    ${choice(on, 'rules.mode', 'mode', 'point.mode', MODES.map((one) => [one, t(`pointMode.${one}`)]), rules.mode ?? 'AUTHORIZE')}
    ${figure(on, 'rules.delaySeconds', 'delaySeconds', 'point.delaySeconds', rules.delaySeconds ?? 0, 0, 3600)}
    ${passback(on, rules.passback)}${several(on, rules.multiPerson)}${escort(on, rules.escort)}
    ${folded('point.more', Boolean((rules.approval ?? 'NONE') !== 'NONE' || rules.searchPercent || rules.muster || rules.softHours), html`
      ${choice(on, 'rules.approval', 'approval', 'point.approval', APPROVALS.map((one) => [one, t(`approval.${one}`)]), rules.approval ?? 'NONE')}
      ${figure(on, 'rules.searchPercent', 'searchPercent', 'point.searchPercent', rules.searchPercent ?? 0, 0, 100)}
      ${tick('softHours', 'point.softHours', rules.softHours ?? false)}
      ${tick('muster', 'point.muster', rules.muster ?? false)}`)}`;
}

/** @param {import('../lib/fields.js').Ground} on @param {any} rule */
function passback(on, rule) {
  const others = (on.known.accessPoints ?? []).filter((one) => one.id !== on.thing.id);
  return folded('point.passback', Boolean(rule), html`
    ${choice(on, 'rules.passback', 'passback', 'point.passbackKind', PASSBACKS.map((one) => [one, t(`passback.${one}`)]), rule?.kind, t('access.none'))}
    ${tick('passbackHard', 'point.passbackHard', rule?.hard ?? true)}
    ${figure(on, 'rules.passback.seconds', 'passbackSeconds', 'point.passbackSeconds', rule?.seconds ?? 0, 0, 604800)}
    ${choice(on, 'rules.passback.schedule', 'passbackSchedule', 'point.passbackSchedule', names(on, 'schedules'), rule?.schedule, t('point.always'))}
    <fieldset class="checks"><legend>${t('point.pairs')}</legend>${others.map((one) => html`<label class="check"><input type="checkbox" name="pairs" value=${one.id} ?checked=${rule?.pairs?.includes(one.id)}> ${pointName(on, one)}</label>`)}</fieldset>${on.wrong('rules.passback.pairs')}`);
}

/** @param {import('../lib/fields.js').Ground} on @param {any} rule */
function several(on, rule) {
  const lines = (rule?.groups ?? []).map((/** @type {string[]} */ one) => (one.length ? one.join(', ') : ANYBODY)).join('\n');
  return folded('point.several', Boolean(rule), html`
    ${field(on, 'rules.multiPerson.groups', 'point.severalGroups', html`<textarea name="several" rows="3" .value=${lines}></textarea>`)}
    ${figure(on, 'rules.multiPerson.windowSeconds', 'severalSeconds', 'point.severalSeconds', rule?.windowSeconds ?? 15, 1, 600)}
    ${tick('severalOrdered', 'point.severalOrdered', rule?.ordered ?? false)}`);
}

/** @param {import('../lib/fields.js').Ground} on @param {any} rule */
function escort(on, rule) {
  return folded('point.escort', Boolean(rule), html`
    ${groups(on, 'rules.escort.escorts', 'escorts', 'point.escorts', rule?.escorts)}
    ${figure(on, 'rules.escort.each', 'escortEach', 'point.escortEach', rule?.each ?? 1, 1, 100)}
    ${figure(on, 'rules.escort.windowSeconds', 'escortSeconds', 'point.escortSeconds', rule?.windowSeconds ?? 15, 1, 600)}`);
}

/** @param {Record<string, any>} form @param {FormData} data @param {any} thing */
export function read(form, data, thing) {
  const lines = String(form.several ?? '').split('\n').map((line) => line.trim()).filter(Boolean);
  const escorts = listed(form.escorts);
  return {
    door: form.door, direction: form.direction, reader: form.reader, enabled: form.enabled === 'on',
    rules: said({
      ...thing.rules, areaFrom: form.areaFrom, areaTo: form.areaTo, authentication: form.authentication, mode: form.mode, delaySeconds: number(form.delaySeconds),
      passback: form.passback ? said({ kind: form.passback, hard: form.passbackHard === 'on', seconds: number(form.passbackSeconds), pairs: data.getAll('pairs').map(String), schedule: form.passbackSchedule }) : undefined,
      multiPerson: lines.length ? { groups: lines.map((line) => (line === ANYBODY ? [] : listed(line))), windowSeconds: number(form.severalSeconds), ordered: form.severalOrdered === 'on' } : undefined,
      escort: escorts.length ? { escorts, each: number(form.escortEach), windowSeconds: number(form.escortSeconds) } : undefined,
      approval: form.approval, searchPercent: number(form.searchPercent), muster: form.muster === 'on', softHours: form.softHours === 'on' ? true : undefined,
    }),
  };
}
