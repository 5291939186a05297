// The forms of a plan's parts: what is fresh, how it is drawn, and what its fields say.
// @ts-check
import { html, locale, nothing, t } from '/kit/kit.js';
import { checks, listed } from '../lib/access.js';
import { ruleOf, ruleWords, timesOf } from '../lib/patrol.js';
import { today } from '../lib/zoned.js';

const MARKS = ['NFC', 'NFC_SIGNED', 'QR', 'QR_ROTATING', 'BLE', 'RFID_BUTTON', 'READER', 'DOOR', 'CAMERA', 'GPS'];
const ORDERS = ['ORDERED', 'FREE', 'STRICT'];
const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const LAW = [
  { grade: 1, maxMinutes: 360, source: 'DB11/T 2552-2026, 6.7.1.3' },
  { grade: 2, maxMinutes: 720, source: 'DB11/T 2552-2026, 6.6.1.3' },
  { grade: 3, maxMinutes: 1440, source: 'DB11/T 2552-2026, 6.5.1.5' },
  { grade: null, maxMinutes: 120, source: 'Ministry of Public Security, Decree 61, art. 25' },
];

/** @param {string} name @param {string} key @param {any} value @param {Record<string, any>} [more] */
function number(name, key, value, more = {}) {
  return html`<label class="field">${t(key)}<input name=${name} type="number" min=${more.min ?? 0} max=${more.max ?? 10000} .value=${String(value ?? '')}></label>`;
}

/** @param {string} name @param {string} key @param {Array<[string, string]>} values @param {string} chosen */
function choice(name, key, values, chosen) {
  return html`<label class="field">${t(key)}<select name=${name}>${values.map(([value, word]) => html`<option value=${value} ?selected=${value === chosen}>${word}</option>`)}</select></label>`;
}

/** @param {string} name @param {string} key @param {any} value @param {boolean} [required] */
function line(name, key, value, required = false) {
  return html`<label class="field">${t(key)}<input name=${name} .value=${value ?? ''} ?required=${required}></label>`;
}

/** @param {FormData} data @param {string} name */
const text = (data, name) => String(data.get(name) ?? '').trim();
/** @param {FormData} data @param {string} name */
const whole = (data, name) => Number(text(data, name) || 0);

/** @param {Event} event */
const formOf = (event) => /** @type {any} */ (event.currentTarget).form;

const checkpoints = {
  fresh: () => ({ id: '', name: '', marks: [{ kind: 'NFC', value: '' }], checklist: [], near: [], cameras: [], active: true }),
  /** @param {any} part */
  draw: (part) => html`
    <div class="columns">${choice('markKind', 'patrol.markKind', MARKS.map((kind) => [kind, t(`patrol.mark.${kind}`)]), part.marks[0]?.kind ?? 'NFC')}
      ${line('mark', 'patrol.markValue', part.marks[0]?.value)}
      ${choice('grade', 'patrol.grade', [['', t('patrol.noGrade')], ['1', '1'], ['2', '2'], ['3', '3']], String(part.grade ?? ''))}</div>
    ${line('instructions', 'patrol.instructions', part.instructions)}
    ${line('near', 'patrol.near', part.near.join(', '))}
    <label class="field">${t('patrol.checklist')}<textarea name="checklist" rows="4" .value=${part.checklist.map((/** @type {any} */ item) => item.name).join('\n')}></textarea></label>
    <div>${checks([['active', t('patrol.active'), part.active]])}</div>`,
  /** @param {FormData} data @param {any} part */
  read: (data, part) => {
    const names = String(data.get('checklist') ?? '').split('\n').map((one) => one.trim()).filter(Boolean);
    const grade = whole(data, 'grade');
    const instructions = text(data, 'instructions');
    const { grade: _, instructions: __, ...rest } = part;
    return {
      ...rest,
      id: text(data, 'id'),
      name: text(data, 'name'),
      marks: text(data, 'mark') || text(data, 'markKind') === 'GPS' ? [{ ...(part.marks[0] ?? {}), kind: text(data, 'markKind'), value: text(data, 'mark') }, ...part.marks.slice(1)] : part.marks.slice(1),
      checklist: names.map((name, at) => part.checklist.find((/** @type {any} */ one) => one.name === name) ?? { id: `item-${at + 1}-${names.length}`, name, kind: 'CHECK', required: true, photo: false }),
      near: listed(text(data, 'near')),
      active: data.has('active'),
      ...(grade ? { grade } : {}),
      ...(instructions ? { instructions } : {}),
    };
  },
};

const routes = {
  /** @param {any} plan */
  fresh: (plan) => ({ id: '', name: '', order: 'ORDERED', staffing: 1, extendedMinutes: 5, graceMinutes: 10, stops: plan.checkpoints.slice(0, 1).map((/** @type {any} */ one) => stopAt(one.id, 0)) }),
  /** @param {any} part @param {any} plan @param {(next: (part: any) => any, form: HTMLFormElement) => void} change */
  draw: (part, plan, change) => html`
    <div class="columns">${choice('order', 'patrol.orderWord', ORDERS.map((order) => [order, t(`patrol.orderOf.${order}`)]), part.order)}
      ${number('staffing', 'patrol.staffing', part.staffing, { min: 1, max: 9 })}${number('extendedMinutes', 'patrol.extended', part.extendedMinutes)}${number('graceMinutes', 'patrol.grace', part.graceMinutes)}</div>
    <h3>${t('patrol.stops')}</h3><ol class="stop-forms">${part.stops.map((/** @type {any} */ stop, /** @type {number} */ at) => html`<li class="stop-form">
      ${choice(`checkpoint/${at}`, 'patrol.point', plan.checkpoints.map((/** @type {any} */ one) => [one.id, one.name]), stop.checkpoint)}
      ${number(`from/${at}`, 'patrol.from', stop.fromMinutes, { min: -1440 })}${number(`to/${at}`, 'patrol.to', stop.toMinutes, { min: -1440 })}${number(`dwell/${at}`, 'patrol.dwell', stop.dwellMinSeconds)}
      <span>${checks([[`required/${at}`, t('patrol.required'), stop.required], [`hidden/${at}`, t('patrol.hidden'), stop.hidden]])}</span>
      <button type="button" aria-label=${t('patrol.dropStop', { number: at + 1 })} @click=${(/** @type {Event} */ e) => change((next) => ({ ...next, stops: next.stops.filter((/** @type {any} */ _, /** @type {number} */ i) => i !== at) }), formOf(e))}>✕</button></li>`)}</ol>
    <div><button type="button" ?disabled=${!plan.checkpoints.length} @click=${(/** @type {Event} */ e) => change((next) => ({ ...next, stops: [...next.stops, stopAt(following(next, plan), next.stops.at(-1)?.toMinutes ?? 0)] }), formOf(e))}>${t('patrol.addStop')}</button></div>`,
  /** @param {FormData} data @param {any} part */
  read: (data, part) => ({
    ...part,
    id: text(data, 'id'),
    name: text(data, 'name'),
    order: text(data, 'order'),
    staffing: whole(data, 'staffing'),
    extendedMinutes: whole(data, 'extendedMinutes'),
    graceMinutes: whole(data, 'graceMinutes'),
    stops: part.stops.map((/** @type {any} */ stop, /** @type {number} */ at) => ({
      ...stop,
      checkpoint: text(data, `checkpoint/${at}`),
      fromMinutes: whole(data, `from/${at}`),
      toMinutes: whole(data, `to/${at}`),
      dwellMinSeconds: whole(data, `dwell/${at}`),
      required: data.has(`required/${at}`),
      hidden: data.has(`hidden/${at}`),
    })),
  }),
};

/** @param {string} checkpoint @param {number} from */
function stopAt(checkpoint, from) {
  return { checkpoint, fromMinutes: from, toMinutes: from + 10, required: true, hidden: false, dwellMinSeconds: 0, dwellMaxSeconds: 0, travelSeconds: 0 };
}

/** The point behind the last one. @param {any} part @param {any} plan */
function following(part, plan) {
  const last = plan.checkpoints.findIndex((/** @type {any} */ one) => one.id === part.stops.at(-1)?.checkpoint);
  return plan.checkpoints[(last + 1) % plan.checkpoints.length].id;
}

const schedules = {
  /** @param {any} plan */
  fresh: (plan) => ({ id: '', name: '', route: plan.routes[0]?.id ?? '', firstStart: `${today()}T22:00`, rule: 'FREQ=DAILY;BYHOUR=22;BYMINUTE=0;BYSECOND=0', onlyOn: [], notOn: [], shuffle: false, jitterMinutes: 0, officers: [], active: true }),
  /** @param {any} part @param {any} plan */
  draw: (part, plan) => {
    const said = timesOf(part.rule, part.firstStart);
    return html`${choice('route', 'patrol.route', plan.routes.map((/** @type {any} */ one) => [one.id, one.name]), part.route)}
      <p class="notice" role="status">${ruleWords(part.rule, part.firstStart, locale())}</p>
      <label class="field">${t('patrol.firstStart')}<input name="firstStart" type="datetime-local" required .value=${part.firstStart}></label>
      ${said ? html`<fieldset class="checks"><legend>${t('patrol.days')}</legend><div class="row">${checks(DAYS.map((day) => [`day/${day}`, t(`weekday.${day}`), said.days.length === 0 || said.days.includes(day)]))}</div></fieldset>
        ${line('times', 'patrol.times', said.times.join(', '), true)}` : nothing}
      <details class="fold" ?open=${!said}><summary>${t('patrol.ruleText')}</summary>${line('rule', 'patrol.rule', said ? '' : part.rule)}</details>
      <div class="columns">${number('jitterMinutes', 'patrol.jitter', part.jitterMinutes, { max: 600 })}${line('notOn', 'patrol.notOn', part.notOn.join(', '))}${line('onlyOn', 'patrol.onlyOn', part.onlyOn.join(', '))}</div>
      <fieldset class="checks"><legend>${t('patrol.whoWalks')}</legend>${checks(plan.officers.map((/** @type {any} */ one) => [`officer/${one.id}`, one.name, part.officers.includes(one.id)]))}</fieldset>
      <div>${checks([['shuffle', t('patrol.shuffle'), part.shuffle], ['active', t('patrol.active'), part.active]])}</div>`;
  },
  /** @param {FormData} data @param {any} part */
  read: (data, part) => {
    const days = DAYS.filter((day) => data.has(`day/${day}`));
    const made = ruleOf(days, listed(text(data, 'times')));
    return {
      ...part,
      id: text(data, 'id'),
      name: text(data, 'name'),
      route: text(data, 'route'),
      firstStart: text(data, 'firstStart'),
      rule: text(data, 'rule') || made || (data.has('times') ? 'BYHOUR' : part.rule),
      onlyOn: listed(text(data, 'onlyOn')),
      notOn: listed(text(data, 'notOn')),
      jitterMinutes: whole(data, 'jitterMinutes'),
      officers: [...data.keys()].filter((name) => name.startsWith('officer/')).map((name) => name.slice(8)),
      shuffle: data.has('shuffle'),
      active: data.has('active'),
    };
  },
};

const gapRules = {
  fresh: () => ({ id: '', name: '', checkpoints: [], hours: {}, closingMinutes: 0, ...LAW[0] }),
  /** @param {any} part @param {any} plan @param {(next: (part: any) => any, form: HTMLFormElement) => void} change */
  draw: (part, plan, change) => html`<div class="row" role="group" aria-label=${t('patrol.law')}>${LAW.map((law) => html`<button type="button" @click=${(/** @type {Event} */ e) => change((next) => ({ ...next, ...law }), formOf(e))}>${law.grade ? t('patrol.lawGrade', { grade: law.grade, hours: law.maxMinutes / 60 }) : t('patrol.lawMall')}</button>`)}</div>
    <div class="columns">${number('maxMinutes', 'patrol.maxMinutes', part.maxMinutes, { min: 1, max: 20000 })}${choice('grade', 'patrol.grade', [['', t('patrol.noGrade')], ['1', '1'], ['2', '2'], ['3', '3']], String(part.grade ?? ''))}${number('closingMinutes', 'patrol.closing', part.closingMinutes)}</div>
    ${line('source', 'patrol.source', part.source, true)}
    ${line('hours', 'patrol.openHours', Object.values(part.hours)[0]?.[0] ?? '')}
    <fieldset class="checks"><legend>${t('patrol.onlyPoints')}</legend>${checks(plan.checkpoints.map((/** @type {any} */ one) => [`point/${one.id}`, one.name, part.checkpoints.includes(one.id)]))}</fieldset>`,
  /** @param {FormData} data @param {any} part */
  read: (data, part) => {
    const hours = text(data, 'hours');
    const grade = whole(data, 'grade');
    const { grade: _, ...rest } = part;
    return {
      ...rest,
      id: text(data, 'id'),
      name: text(data, 'name'),
      maxMinutes: whole(data, 'maxMinutes'),
      closingMinutes: whole(data, 'closingMinutes'),
      source: text(data, 'source'),
      hours: hours === (Object.values(part.hours)[0]?.[0] ?? '') ? part.hours : hours ? Object.fromEntries(DAYS.map((day) => [day, [hours]])) : {},
      checkpoints: [...data.keys()].filter((name) => name.startsWith('point/')).map((name) => name.slice(6)),
      ...(grade ? { grade } : {}),
    };
  },
};

const officers = {
  fresh: () => ({ id: '', name: '', tags: [] }),
  /** @param {any} part */
  draw: (part) => html`${line('tags', 'patrol.officerTags', part.tags.join(', '))}${line('person', 'patrol.person', part.person)}`,
  /** @param {FormData} data */
  read: (data) => ({ id: text(data, 'id'), name: text(data, 'name'), tags: listed(text(data, 'tags')), ...(text(data, 'person') ? { person: text(data, 'person') } : {}) }),
};

const wands = {
  fresh: () => ({ id: '', name: '', controlTag: '' }),
  /** @param {any} part */
  draw: (part) => html`${line('key', part.signs ? 'patrol.wandKeyStays' : 'patrol.wandKey', '')}${line('controlTag', 'patrol.controlTag', part.controlTag)}`,
  /** @param {FormData} data */
  read: (data) => ({ id: text(data, 'id'), name: text(data, 'name'), controlTag: text(data, 'controlTag'), ...(text(data, 'key') ? { key: text(data, 'key') } : {}) }),
};

const RUNGS = ['OFFICER', 'SUPERVISOR', 'CONTROL_ROOM', 'EXTERNAL'];
/** A field, the least and the most that make sense. @type {Array<[string, Array<[string, number, number]>]>} */
const FIGURES = [
  ['scans', [['debounceSeconds', 0, 3600], ['togetherSeconds', 0, 3600], ['clockSuspectSeconds', 1, 86400], ['maxDoubtSeconds', 1, 86400]]],
  ['places', [['positionMetres', 1, 10000], ['metresPerSecond', 0.1, 50], ['metresPerFloor', 0, 100], ['corroborationSeconds', 0, 3600]]],
  ['devices', [['outagePercent', 1, 100], ['uploadHours', 1, 720], ['tagHealthRounds', 1, 1000]]],
  ['alone', [['noMotionSeconds', 10, 3600], ['preAlarmSeconds', 5, 600], ['welfareMinutes', 0, 1440]]],
  ['keeping', [['retentionDays', 30, 3650]]],
];

const policy = {
  /** @param {any} part */
  draw: (part) => html`${FIGURES.map(([group, names]) => html`<fieldset class="checks"><legend>${t(`patrol.policy.${group}`)}</legend><div class="columns">${names.map(([name, least, most]) => html`<label class="field">${t(`patrol.policy.${name}`)}<input name=${name} type="number" required step=${name === 'metresPerSecond' ? '0.1' : '1'} min=${least} max=${most} .value=${String(part[name])}></label>`)}</div></fieldset>`)}
    <fieldset class="checks"><legend>${t('patrol.policy.ladder')}</legend><div class="columns">${RUNGS.map((rung) => {
      const there = part.ladder.find((/** @type {any} */ one) => one.to === rung);
      return html`<div class="row">${checks([[`rung/${rung}`, t(`patrol.rung.${rung}`), Boolean(there)]])}<label class="field">${t('patrol.policy.afterSeconds')}<input name="after/${rung}" type="number" min="0" max="86400" aria-label=${t('patrol.policy.afterOf', { who: t(`patrol.rung.${rung}`) })} .value=${String(there?.afterSeconds ?? 0)}></label></div>`;
    })}</div></fieldset>`,
  /** @param {FormData} data @param {any} part */
  read: (data, part) => ({
    ...part,
    ...Object.fromEntries(FIGURES.flatMap(([, names]) => names.map(([name]) => [name, whole(data, name)]))),
    ladder: RUNGS.filter((rung) => data.has(`rung/${rung}`)).map((rung) => ({ to: rung, afterSeconds: whole(data, `after/${rung}`) })).sort((one, other) => one.afterSeconds - other.afterSeconds),
  }),
};

/** @type {Record<string, any>} */
export const FORMS = { checkpoints, routes, schedules, gapRules, officers, wands, policy };
