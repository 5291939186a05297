// A guard's own phone: paired once, then a whole shift with or without a network.
// @ts-check
import { GhElement, clock, html, locale, nothing, setLocale, startTheme, startWords, t } from '/kit/kit.js';
import { keep, moment, recall, record, send, uuid, waiting } from './outbox.js';
import { canCamera, canNfc, readCodes, readNfc, shrunk, watchMotion, watchPosition } from './readers.js';
import { checkpointOf, current, fenceOf, isOpen, shown, staySeconds, tagOf } from './shift.js';

const OUTCOMES = ['OK', 'NOT_OK', 'NOT_APPLICABLE'];

class Guard extends GhElement {
  static properties = {
    phone: { state: true }, shift: { state: true }, duty: { state: true }, wait: { state: true }, note: { state: true }, ask: { state: true }, stay: { state: true },
    count: { state: true }, looking: { state: true }, network: { state: true }, now: { state: true },
  };

  constructor() {
    super();
    /** @type {any} */
    this.phone = undefined;
    /** @type {any} */
    this.shift = null;
    this.duty = false;
    this.wait = 0;
    /** @type {{look: string, text: string}|null} */
    this.note = null;
    /** @type {any} a checkpoint whose checklist is being filled in, or an incident */
    this.ask = null;
    /** @type {{told: any, name: string, seconds: number}|null} where they are to stay for a while */
    this.stay = null;
    /** @type {{kind: string, left: number}|null} */
    this.count = null;
    this.looking = false;
    this.network = navigator.onLine;
    this.now = Date.now();
    /** @type {any[]} */
    this.scans = [];
    /** @type {string[]} rounds that were signed here */
    this.signed = [];
    this.code = '';
    this.moved = performance.now();
    this.checked = performance.now();
    /** @type {AbortController|null} */
    this.reading = null;
    /** @type {any} */
    this.place = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.start();
  }

  async start() {
    this.scans = (await recall('scans')) ?? [];
    this.signed = (await recall('signed')) ?? [];
    this.shift = await recall('shift');
    this.duty = Boolean(await recall('duty'));
    this.phone = (await recall('phone')) ?? null;
    window.addEventListener('online', () => { this.network = true; this.tell(); });
    window.addEventListener('offline', () => { this.network = false; });
    window.addEventListener('hashchange', () => this.opened());
    watchMotion((at) => { this.moved = at; });
    if (this.duty) {
      this.ask = (await recall('ask')) ?? null;
      this.stay = (await recall('stay')) ?? null;
      watchPosition((place) => { this.place = place; });
    }
    setInterval(() => this.tick(), 1000);
    setInterval(() => this.tell(), 10_000);
    await this.opened();
    await this.tell();
  }

  /** What the address brings: a code to pair with, or the tag that was touched. */
  async opened() {
    const said = location.hash.slice(1);
    history.replaceState(null, '', '/guard/');
    if (said.startsWith('t=') && this.phone && this.duty) {
      await this.scan(tagOf(`#${said}`), 'NFC');
    } else if (said && !said.startsWith('t=')) {
      this.code = said;
      this.requestUpdate();
    }
  }

  /** Tells what waits, and hears what is new. */
  async tell() {
    this.wait = await waiting();
    if (!this.phone) {
      return;
    }
    const went = await send(this.phone.key);
    this.wait = await waiting();
    this.network = went === 'sent' || (went === 'busy' && this.network);
    if (went === 'unknown') {
      this.say('bad', t('guard.unknown'));
    } else if (went === 'sent') {
      await this.refresh();
    }
  }

  async refresh() {
    try {
      const answer = await fetch(`/guard/shift?left=${this.wait}`, { headers: { Authorization: `Bearer ${this.phone.key}` } });
      if (answer.ok) {
        this.shift = await answer.json();
        await keep('shift', this.shift);
        const old = Date.now() - 24 * 3_600_000;
        this.scans = this.scans.filter((one) => one.at > old);
        await keep('scans', this.scans);
      }
    } catch {
      this.network = false;
    }
  }

  /** @param {string} look @param {string} text */
  say(look, text) {
    this.note = { look, text };
  }

  /** @param {Event} submit */
  async pair(submit) {
    submit.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const pin = String(form.get('pin'));
    try {
      const answer = await fetch('/guard/pair', {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code: String(form.get('code')).trim() }),
      });
      const body = await answer.json();
      if (!answer.ok) {
        this.say('bad', t('guard.codeOver'));
        return;
      }
      const salt = uuid();
      this.phone = { ...body, salt, pin: await sealed(pin, salt) };
      await keep('phone', this.phone);
      this.note = null;
      await this.refresh();
    } catch {
      this.say('bad', t('guard.noNetwork'));
    }
  }

  /** @param {Event} submit */
  async begin(submit) {
    submit.preventDefault();
    const pin = String(new FormData(/** @type {HTMLFormElement} */ (submit.target)).get('pin'));
    if ((await sealed(pin, this.phone.salt)) !== this.phone.pin) {
      this.say('bad', t('guard.wrongPin'));
      return;
    }
    this.note = null;
    this.duty = true;
    this.moved = performance.now();
    this.checked = performance.now();
    await keep('duty', true);
    watchPosition((place) => { this.place = place; });
    await record({ kind: 'ON_DUTY' });
    await this.tell();
  }

  async end() {
    await this.leave();
    this.duty = false;
    await keep('duty', false);
    await record({ kind: 'OFF_DUTY' });
    await this.tell();
  }

  /** Somebody was at a tag. @param {string} tag @param {string} method */
  async scan(tag, method) {
    this.stop();
    if (!tag) {
      return;
    }
    this.moved = performance.now();
    await this.was(tag, method, await checkpointOf(this.shift, tag).catch(() => undefined));
  }

  /** At a point that is known by where it is. */
  async here() {
    const { position } = this.where();
    const point = position && fenceOf(this.shift, position);
    if (point) {
      this.moved = performance.now();
      await this.was('', 'GPS', point);
    } else {
      this.say('warn', t(position ? 'guard.nowhere' : 'guard.noPlace'));
    }
  }

  /** @param {string} tag @param {string} method @param {any} point */
  async was(tag, method, point) {
    const scan = { kind: 'SCAN', tag, method, ...moment(), point };
    if (point?.checklist.length) {
      this.ask = scan;
      await keep('ask', scan);
    } else {
      await this.save(scan, [], []);
    }
  }

  /** @param {any} scan @param {any[]} results @param {string[]} photos */
  async save(scan, results, photos) {
    const { point, ...item } = scan;
    await this.leave();
    const told = await record({ ...item, results, photos, ...this.where() });
    if (point) {
      const seconds = staySeconds(current(this.shift, this.scans, this.now), point.id);
      this.stay = seconds ? { told, name: point.name, seconds } : null;
      await keep('stay', this.stay);
      this.scans = [...this.scans, { checkpoint: point.id, at: item.deviceTime }];
      await keep('scans', this.scans);
    }
    this.ask = null;
    await keep('ask', null);
    this.say(point ? 'good' : 'warn', point ? t('guard.saved', { point: point.name }) : t('guard.strange'));
    await this.tell();
  }

  /** Goes from a point where they were to stay: the scan is told once more, with how long they were there. */
  async leave() {
    if (!this.stay) {
      return;
    }
    const { told } = this.stay;
    this.stay = null;
    await keep('stay', null);
    await record({ ...told, leftAfter: Math.max(0, Date.now() - told.deviceTime) });
  }

  /** Where the phone was a moment ago: nothing waits for it, since what is not recorded yet can be lost. */
  where() {
    const { timestamp, ...place } = this.place ?? {};
    return timestamp && Date.now() - timestamp < 20_000 ? { position: place } : {};
  }

  /** A photo is kept first; whatever speaks of it names it. @param {FormDataEntryValue|null} file @returns {Promise<string[]>} */
  async photo(file) {
    if (!(file instanceof File) || !file.size) {
      return [];
    }
    const id = uuid();
    await record({ id, kind: 'PHOTO', mediaType: 'image/jpeg', data: await shrunk(file) });
    return [id];
  }

  /** @param {Event} submit */
  async answered(submit) {
    submit.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const photos = await this.photo(form.get('photo'));
    const results = this.ask.point.checklist.map((/** @type {any} */ item) => result(item, form, photos[0])).filter(Boolean);
    await this.save(this.ask, results, photos);
  }

  /** Signs a round that is over, as it is shown. @param {Event} submit @param {any} round */
  async sign(submit, round) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const pin = String(new FormData(form).get('pin'));
    form.reset();
    if ((await sealed(pin, this.phone.salt)) !== this.phone.pin) {
      this.say('bad', t('guard.wrongPin'));
      return;
    }
    await record({ kind: 'SIGN', text: round.seen });
    this.signed = [...this.signed, round.id].slice(-50);
    await keep('signed', this.signed);
    this.say('good', t('guard.signed', { round: round.routeName }));
    await this.tell();
  }

  /** @param {Event} submit */
  async incident(submit) {
    submit.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const photos = await this.photo(form.get('photo'));
    await record({ kind: 'INCIDENT', text: String(form.get('text')), photos, ...this.where() });
    this.ask = null;
    this.say('good', t('guard.incidentSaved'));
    await this.tell();
  }

  tick() {
    this.now = Date.now();
    const policy = this.shift?.policy;
    if (this.count) {
      this.count = { ...this.count, left: this.count.left - 1 };
      if (this.count.left <= 0) {
        this.alarm(this.count.kind);
      }
    } else if (this.duty && policy && this.phone.alone) {
      const quiet = (performance.now() - this.moved) / 1000;
      const unchecked = (performance.now() - this.checked) / 60_000;
      if (policy.noMotionSeconds && quiet > policy.noMotionSeconds) {
        this.count = { kind: 'MAN_DOWN', left: policy.preAlarmSeconds };
      } else if (policy.welfareMinutes && unchecked > policy.welfareMinutes) {
        this.count = { kind: 'CHECK_IN_MISSED', left: 60 };
      }
    }
  }

  /** @param {string} kind */
  async alarm(kind) {
    this.count = null;
    this.well();
    const item = await record({ kind, ...this.where() });
    this.phone = { ...this.phone, alarm: item.id };
    await keep('phone', this.phone);
    this.say('bad', t('guard.alarmSent'));
    await this.tell();
  }

  well() {
    this.count = null;
    this.moved = performance.now();
    this.checked = performance.now();
  }

  async over() {
    await record({ kind: 'ALARM_ENDED', of: this.phone.alarm });
    this.phone = { ...this.phone, alarm: undefined };
    await keep('phone', this.phone);
    this.say('good', t('guard.alarmOver'));
    await this.tell();
  }

  async alone() {
    this.phone = { ...this.phone, alone: !this.phone.alone };
    this.well();
    const motion = /** @type {any} */ (window).DeviceMotionEvent;
    await motion?.requestPermission?.().catch(() => {});
    await keep('phone', this.phone);
  }

  async camera() {
    this.looking = true;
    await this.updateComplete;
    this.reading = new AbortController();
    const video = /** @type {HTMLVideoElement} */ (this.querySelector('video'));
    await readCodes(video, (text) => this.scan(tagOf(text), 'QR'), this.reading.signal).catch(() => this.say('warn', t('guard.noCamera')));
  }

  async nfc() {
    this.reading = new AbortController();
    this.say('good', t('guard.holdToTag'));
    await readNfc((tag) => this.scan(tag, 'NFC'), this.reading.signal).catch(() => this.say('warn', t('guard.noNfc')));
  }

  stop() {
    this.reading?.abort();
    this.reading = null;
    this.looking = false;
  }

  render() {
    if (this.phone === undefined) {
      return nothing;
    }
    return html`
      <header class="guard-bar">
        <strong class="grow">${this.phone ? this.shift?.name ?? this.phone.officer : t('brand')}</strong>
        <span class="chip dot ${this.network ? 'good' : 'warn'}" role="status">${this.wait ? t('guard.waiting', { count: this.wait }) : t(this.network ? 'guard.allSent' : 'guard.offline')}</span>
        <button @click=${() => setLocale(locale() === 'en' ? 'zh-CN' : 'en')} lang=${locale() === 'en' ? 'zh-CN' : 'en'}>${locale() === 'en' ? '中文' : 'English'}</button>
      </header>
      <main class="guard">
        ${this.note ? html`<p class="notice ${this.note.look}" role="status">${this.note.text}</p>` : nothing}
        ${this.phone && !this.code ? (this.duty ? this.work() : this.pinForm()) : this.pairForm()}
      </main>
      ${this.count ? this.countdown(this.count) : nothing}`;
  }

  pairForm() {
    return html`<h1>${t('guard.pair')}</h1><p>${t('guard.pairWhat')}</p>
      ${window.isSecureContext ? nothing : html`<p class="notice warn">${t('guard.notSecure')}</p>`}
      <form class="stack" @submit=${(/** @type {Event} */ e) => this.pair(e).then(() => { this.code = this.phone ? '' : this.code; this.requestUpdate(); })}>
        <label class="field">${t('guard.code')}<input name="code" required autocomplete="off" .value=${this.code}></label>
        <label class="field">${t('guard.newPin')}<input name="pin" type="password" inputmode="numeric" pattern="[0-9]{4,8}" required autocomplete="new-password"></label>
        <button class="primary">${t('guard.pairNow')}</button></form>`;
  }

  pinForm() {
    return html`<h1>${t('guard.shift')}</h1>
      <form class="stack" @submit=${(/** @type {Event} */ e) => this.begin(e)}>
        <label class="field">${t('guard.pin')}<input name="pin" type="password" inputmode="numeric" required autocomplete="current-password"></label>
        <button class="primary">${t('guard.begin')}</button></form>`;
  }

  work() {
    if (this.ask) {
      return this.ask.kind === 'SCAN' ? this.checklist(this.ask) : this.incidentForm();
    }
    const round = current(this.shift, this.scans, this.now);
    return html`<h1 class="visually-hidden">${t('guard.title')}</h1>
      ${this.shift && this.shift.clockTrusted === false ? html`<p class="notice warn">${t('guard.clockDoubt')}</p>` : nothing}
      ${this.stay ? this.staying(this.stay) : nothing}
      ${round ? this.round(round) : html`<p class="notice">${t('guard.noRound')}</p>`}
      ${this.toSign().map((/** @type {any} */ one) => this.signature(one))}
      <form class="stack card" @submit=${(/** @type {Event} */ e) => this.typed(e)}>
        <label class="field">${t('guard.tag')}<input name="tag" autocomplete="off" autocapitalize="characters" required></label>
        <button class="primary">${t('guard.scan')}</button></form>
      ${this.looking ? html`<video class="look" muted playsinline aria-label=${t('guard.camera')}></video><button @click=${() => this.stop()}>${t('guard.cancel')}</button>` : nothing}
      <div class="two">
        ${canCamera() ? html`<button @click=${() => this.camera()}>${t('guard.camera')}</button>` : nothing}
        ${canNfc() ? html`<button @click=${() => this.nfc()}>${t('guard.nfc')}</button>` : nothing}
        ${this.shift?.checkpoints.some((/** @type {any} */ one) => one.fence) ? html`<button @click=${() => this.here()}>${t('guard.here')}</button>` : nothing}
        <button @click=${() => { this.ask = { kind: 'INCIDENT' }; }}>${t('guard.incident')}</button>
        <button aria-pressed=${this.phone.alone ? 'true' : 'false'} @click=${() => this.alone()}>${t('guard.alone')}</button>
      </div>
      ${this.phone.alarm
        ? html`<button class="sos" @click=${() => this.over()}>${t('guard.alarmEnd')}</button>`
        : html`<button class="sos" @click=${() => { this.count = { kind: 'SOS', left: 8 }; }}>${t('guard.sos')}</button>`}
      <button @click=${() => this.end()}>${t('guard.end')}</button>`;
  }

  /** @param {any} round */
  round(round) {
    const zone = this.shift.zone;
    const next = round.stops.find(isOpen);
    const point = next && this.shift.checkpoints.find((/** @type {any} */ one) => one.id === next.checkpoint);
    return html`<section class="card next" aria-label=${t('guard.next')}>
        <span class="quiet">${round.routeName} · ${clock(round.plannedAt, zone).slice(0, 5)}</span>
        ${next
          ? html`<p class="point">${next.hidden ? t('guard.hidden') : next.name}</p>
            <span>${t('guard.window', { from: clock(next.onTimeFrom, zone).slice(0, 5), to: clock(next.onTimeTo, zone).slice(0, 5) })}</span>
            ${point?.instructions && !next.hidden ? html`<p>${point.instructions}</p>` : nothing}`
          : html`<p class="point">${t(round.sealed ? 'guard.sealed' : 'guard.done')}</p>`}
      </section>
      <ol class="points">${shown(round).map((/** @type {any} */ stop) => html`<li><span>${stop.ordinal}. ${stop.name}</span>${pointChip(stop, zone)}</li>`)}</ol>`;
  }

  /** @param {{told: any, name: string, seconds: number}} stay */
  staying(stay) {
    const left = Math.ceil(stay.seconds - (this.now - stay.told.deviceTime) / 1000);
    return html`<section class="card stay" aria-label=${t('guard.stay', { point: stay.name })}>
      <p>${t('guard.stay', { point: stay.name })}</p>
      <strong aria-live="off">${left > 0 ? t('guard.stayLeft', { seconds: left }) : t('guard.stayEnough')}</strong>
      <button @click=${() => this.leave().then(() => this.tell())}>${t('guard.leave')}</button></section>`;
  }

  /** Rounds of theirs that are over and want their signature. */
  toSign() {
    return (this.shift?.rounds ?? []).filter((/** @type {any} */ one) => one.seen && !this.signed.includes(one.id));
  }

  /** @param {any} round */
  signature(round) {
    const zone = this.shift.zone;
    const missed = round.stops.filter((/** @type {any} */ stop) => stop.status === 'MISSED');
    return html`<form class="stack card sign" aria-label=${t('guard.toSign', { round: round.routeName })} @submit=${(/** @type {Event} */ e) => this.sign(e, round)}>
      <p><strong>${t('guard.toSign', { round: round.routeName })}</strong> <span class="quiet">${clock(round.plannedAt, zone).slice(0, 5)}</span></p>
      <p>${t('guard.signMade', { made: round.made, planned: round.planned })}</p>
      ${missed.length ? html`<ol class="points">${missed.map((/** @type {any} */ stop) => html`<li><span>${stop.ordinal}. ${stop.name}</span>${pointChip(stop, zone)}</li>`)}</ol>` : nothing}
      <label class="field">${t('guard.pin')}<input name="pin" type="password" inputmode="numeric" required autocomplete="current-password"></label>
      <button>${t('guard.sign')}</button></form>`;
  }

  /** @param {any} scan */
  checklist(scan) {
    return html`<h1>${scan.point.name}</h1>
      <form class="stack" @submit=${(/** @type {Event} */ e) => this.answered(e)}>
        ${scan.point.checklist.map((/** @type {any} */ item) => html`<fieldset class="check"><legend>${item.name}</legend>
          ${item.kind === 'CHECK'
            ? html`<div>${OUTCOMES.map((one) => html`<label><input type="radio" name=${item.id} value=${one} ?required=${item.required}>${t(`guard.${one}`)}</label>`)}</div>`
            : html`<label class="field">${item.kind === 'VALUE' ? t('guard.value') : t('guard.text')}<input name=${item.id} ?required=${item.required} inputmode=${item.kind === 'VALUE' ? 'decimal' : 'text'}></label>`}
        </fieldset>`)}
        <label class="field">${t('guard.photo')}<input name="photo" type="file" accept="image/*" capture="environment"></label>
        <button class="primary">${t('guard.save')}</button></form>`;
  }

  incidentForm() {
    return html`<h1>${t('guard.incident')}</h1>
      <form class="stack" @submit=${(/** @type {Event} */ e) => this.incident(e)}>
        <label class="field">${t('guard.what')}<input name="text" required maxlength="500"></label>
        <label class="field">${t('guard.photo')}<input name="photo" type="file" accept="image/*" capture="environment"></label>
        <button class="primary">${t('guard.save')}</button>
        <button type="button" @click=${() => { this.ask = null; }}>${t('guard.cancel')}</button></form>`;
  }

  /** @param {Event} submit */
  async typed(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const tag = tagOf(String(new FormData(form).get('tag')));
    form.reset();
    await this.scan(tag, '');
  }

  /** @param {{kind: string, left: number}} count */
  countdown(count) {
    return html`<div class="countdown" role="alertdialog" aria-modal="true" aria-label=${t(`guard.count${count.kind}`)}>
      <p>${t(`guard.count${count.kind}`)}</p><strong aria-live="off">${count.left}</strong>
      <button @click=${() => this.well()}>${t('guard.well')}</button></div>`;
  }
}

/** @param {any} item @param {FormData} form @param {string|undefined} photo */
function result(item, form, photo) {
  const said = String(form.get(item.id) ?? '').trim();
  if (!said) {
    return null;
  }
  const base = { item: item.id, ...(photo ? { photo } : {}) };
  return item.kind === 'CHECK' ? { ...base, outcome: said } : item.kind === 'VALUE' ? { ...base, outcome: 'OK', value: Number(said.replace(',', '.')) } : { ...base, outcome: 'OK', note: said };
}

/** @param {any} stop @param {string} zone */
function pointChip(stop, zone) {
  if (stop.here) {
    return html`<span class="chip good">✓ ${clock(stop.at, zone).slice(0, 5)}</span>`;
  }
  const look = { ON_TIME: 'good', EARLY: 'warn', LATE: 'warn', MISSED: 'bad' }[/** @type {string} */ (stop.status)] ?? '';
  return html`<span class="chip ${look}">${stop.at ? `✓ ${clock(stop.at, zone).slice(0, 5)}` : t(`patrol.status.${stop.status}`)}</span>`;
}

/** The PIN is not kept, only what follows from it. @param {string} pin @param {string} salt */
async function sealed(pin, salt) {
  const text = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', text.encode(pin), 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: text.encode(salt), iterations: 200_000 }, key, 256);
  return btoa(String.fromCharCode(...new Uint8Array(bits)));
}

startTheme();
await startWords();
if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register('/guard/sw.js', { scope: '/guard/' }).catch(() => {});
}
customElements.define('gh-guard', Guard);
