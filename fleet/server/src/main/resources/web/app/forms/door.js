// A door: what it does without a read, who must come first, who passes a lockdown.
// @ts-check
import { html, t } from '/kit/kit.js';
import { listed } from '../lib/access.js';
import { choice, figure, folded, groups, names, number, said, tick } from '../lib/fields.js';

const MODES = ['LOCKED', 'UNLOCKED', 'LOCKED_DOWN'];
const KINDS = ['DOOR', 'MANTRAP', 'TURNSTILE', 'REVOLVING_DOOR', 'BARRIER', 'ELEVATOR_FLOOR'];
const WAYS = ['UNLOCK_SCHEDULE', 'ACCESS_RULE', 'REMAIN_OPEN'];
const PLAIN = { kind: 'DOOR', failSafe: true, sensesPassage: false, preAlarmSeconds: 5, extendedMillis: 5000 };

/** @param {import('../lib/fields.js').Ground} on */
export function draw(on) {
  const { thing } = on;
  const rules = thing.rules ?? PLAIN;
  const first = rules.firstPerson;
  return html`
    ${choice(on, 'mode', 'mode', 'access.mode', MODES.map((one) => [one, t(`doorMode.${one}`)]), thing.mode ?? 'LOCKED')}
    ${choice(on, 'rules.kind', 'doorKind', 'access.kind', KINDS.map((one) => [one, t(`doorKind.${one}`)]), rules.kind)}
    ${figure(on, 'releaseMillis', 'releaseMillis', 'access.releaseMillis', thing.releaseMillis ?? 5000, 100, 60000)}
    ${figure(on, 'openSeconds', 'openSeconds', 'access.openSeconds', thing.openSeconds ?? 20, 1, 3600)}
    ${choice(on, 'rules.unlockSchedule', 'unlockSchedule', 'access.unlockSchedule', names(on, 'schedules'), rules.unlockSchedule, t('access.none'))}
    <input type="hidden" name="lock" .value=${thing.lock ?? ''}>${on.wrong('lock')}
    ${tick('failSafe', 'access.failSafe', rules.failSafe)}${tick('sensesPassage', 'access.sensesPassage', rules.sensesPassage)}
    ${folded('door.firstPerson', Boolean(first), html`
      ${choice(on, 'rules.firstPerson.way', 'way', 'door.firstPersonWay', WAYS.map((one) => [one, t(`firstPersonWay.${one}`)]), first?.way, t('access.none'))}
      ${groups(on, 'rules.firstPerson.groups', 'firstGroups', 'door.firstGroups', first?.groups)}
      ${groups(on, 'rules.firstPerson.exempt', 'firstExempt', 'door.firstExempt', first?.exempt)}
      ${figure(on, 'rules.firstPerson.minutes', 'firstMinutes', 'door.firstMinutes', first?.minutes ?? 10, 0, 1440)}`)}
    ${folded('door.more', Boolean(rules.lockdownPassers?.length || rules.fireZone?.length), html`
      ${groups(on, 'rules.lockdownPassers', 'lockdownPassers', 'door.lockdownPassers', rules.lockdownPassers)}
      ${groups(on, 'rules.fireZone', 'fireZone', 'door.fireZone', rules.fireZone)}
      ${figure(on, 'rules.preAlarmSeconds', 'preAlarmSeconds', 'door.preAlarmSeconds', rules.preAlarmSeconds, 0, 3600)}
      ${figure(on, 'rules.extendedMillis', 'extendedMillis', 'door.extendedMillis', rules.extendedMillis, 0, 600000)}`)}`;
}

/** @param {Record<string, any>} form @param {FormData} data @param {any} thing */
export function read(form, data, thing) {
  const first = form.way ? { way: form.way, groups: listed(form.firstGroups), exempt: listed(form.firstExempt), minutes: number(form.firstMinutes) } : undefined;
  return said({
    mode: form.mode, releaseMillis: number(form.releaseMillis), openSeconds: number(form.openSeconds), lock: form.lock,
    rules: said({
      ...thing.rules, kind: form.doorKind, failSafe: form.failSafe === 'on', sensesPassage: form.sensesPassage === 'on', unlockSchedule: form.unlockSchedule,
      firstPerson: first, lockdownPassers: listed(form.lockdownPassers), fireZone: listed(form.fireZone),
      preAlarmSeconds: number(form.preAlarmSeconds), extendedMillis: number(form.extendedMillis),
    }),
  });
}
