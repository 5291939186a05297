// The checklist of one position, at the door with a phone: each line is tried on the live device, and says what was seen.
// @ts-check
import { busy, clock, html, locale, moment, nothing, repeat, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { isOffline, measured, outcomeChip, said, serviceChip, smallPhoto } from '../lib/commission.js';
import { serverNow, serverSaid } from '../lib/offline.js';
import { send, waiting } from '../lib/outbox.js';
import { Page } from '../lib/page.js';
import { go } from '../lib/route.js';
import '../parts/outbox-line.js';

const EACH = 1000;
/** These need nobody at the device. */
const ALONE = ['online', 'time', 'firmware', 'metric'];

class Checklist extends Page {
  static properties = { site: { attribute: false }, position: { attribute: false }, list: { state: true }, skipping: { state: true }, note: { state: true }, busyWith: { state: true } };

  constructor() {
    super();
    this.site = '';
    this.position = '';
    /** @type {any} */
    this.list = null;
    this.skipping = '';
    this.note = '';
    this.busyWith = '';
    this.outboxChanged = () => this.caughtUp();
    this.waited = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('gh-outbox', this.outboxChanged);
    const mine = (/** @type {any} */ one) => one.site === this.site && one.device === this.position;
    this.hear('events', ({ items }) => items.some(mine) && this.look());
    this.hear('commands', ({ items }) => items.some(mine) && this.look());
    this.every(EACH, () => this.look());
  }

  /** Only while something runs: else nothing that happens changes what is shown. */
  look() {
    if (this.list?.checks.some((/** @type {any} */ one) => one.outcome === 'RUNNING')) {
      this.load().catch(() => {});
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('gh-outbox', this.outboxChanged);
  }

  /** What waited has arrived: what the server makes of it is worth a look. */
  caughtUp() {
    const now = this.mine().length;
    if (now < this.waited) {
      this.load().catch(() => {});
    }
    this.waited = now;
    this.requestUpdate();
  }

  /** What waits of this position. @returns {any[]} */
  mine() {
    return waiting().filter((one) => one.path.startsWith(`${this.path()}/`));
  }

  /** The same page is shown for another position. @param {Map<string, any>} changed */
  updated(changed) {
    if (changed.get('position')) {
      this.list = null;
      this.skipping = '';
      this.note = '';
      this.busyWith = '';
      this.loading = true;
      this.read();
    }
  }

  path() {
    return `/sites/${this.site}/positions/${this.position}`;
  }

  async load() {
    this.keep(await api.get(`${this.path()}/checklist`));
  }

  /** What was asked about another position may be answered when this one is shown. @param {any} list */
  keep(list) {
    if (list.id !== this.position || list.site !== this.site) {
      return;
    }
    if (!list.kept) {
      serverSaid(list.now);
    }
    this.list = list;
  }

  /** Sends something, or has it wait; what the server says of the list is shown at once. @param {string} path @param {any} body @param {string} what */
  async tell(path, body, what) {
    const here = this.path();
    this.busyWith = path;
    await this.attempt(async () => {
      const answer = await send(`${here}${path}`, body, { what, name: this.list?.name ?? this.position });
      if (answer?.checks) {
        this.keep(answer);
      } else if (answer) {
        await this.load();
      }
      return answer;
    });
    if (here === this.path()) {
      this.busyWith = '';
    }
  }

  /** @param {any} check */
  begin(check) {
    const live = check.looks.at === 'command';
    return this.tell(`/checklist/${check.key}/run`, live ? {} : { started: serverNow() }, 'check');
  }

  async beginAlone() {
    const here = this.path();
    for (const check of this.list.checks.filter((/** @type {any} */ one) => ALONE.includes(one.looks.at) && one.outcome !== 'PASSED')) {
      if (here !== this.path()) {
        return;
      }
      await this.begin(check);
    }
  }

  /** @param {any} check @param {any} answer */
  async answer(check, answer) {
    this.skipping = '';
    await this.tell(`/checklist/${check.key}/answer`, answer, 'answer');
  }

  /** @param {any} event */
  async photo(event) {
    const file = event.target.files[0];
    if (!file) {
      return;
    }
    await this.attempt(async () => {
      const small = await smallPhoto(file);
      await this.tell('/photos', { ...small, taken: serverNow() }, 'photo');
      await this.load().catch(() => {});
    });
    event.target.value = '';
  }

  /** @param {Event} submit */
  async sign(submit) {
    submit.preventDefault();
    await this.tell('/records', this.note.trim() ? { note: this.note.trim() } : {}, 'sign');
    if (!this.problem && !this.mine().length) {
      this.note = '';
    }
  }

  render() {
    return html`<p><a href="/commission">← ${t('commission.title')}</a></p>
      <div class="spread page-head"><h1 tabindex="-1">${this.list?.name ?? this.position}</h1>${this.list ? serviceChip(this.list.service) : nothing}</div>
      ${this.problem ? html`<p class="notice bad" role="alert">${isOffline(this.problem) ? t('outbox.notKept') : `${/** @type {any} */ (this.problem).message} ${/** @type {any} */ (this.problem).hint ?? ''}`}</p>` : nothing}
      <gh-outbox></gh-outbox>
      ${this.loading && !this.list ? busy() : this.list ? this.content() : nothing}`;
  }

  content() {
    const list = this.list;
    if (list.service === 'PLANNED') {
      return html`<section class="card stack"><p>${t('checklist.empty')}</p><p><a class="button" href="/c">${t('nav.claim')}</a></p></section>`;
    }
    const left = list.checks.filter((/** @type {any} */ one) => ALONE.includes(one.looks.at) && one.outcome === 'OPEN').length;
    return html`<p class="row"><a class="button" href=${`/commission/${this.site}/${this.position}/swap`}>${t('swap.title')}</a><a class="button" href=${`/devices/${this.site}/${this.position}`}>${t('claim.toDevice', { device: this.position })}</a></p>
      ${left ? html`<p><button class="primary big" ?disabled=${Boolean(this.busyWith)} @click=${() => this.beginAlone()}>${t('checklist.alone', { count: left })}</button></p>` : nothing}
      <ol class="checks">${repeat(list.checks, (/** @type {any} */ one) => one.key, (/** @type {any} */ one) => this.line(one))}</ol>
      ${this.photos()}${this.signing()}${this.records()}`;
  }

  /** @param {any} check */
  line(check) {
    const waits = this.mine().filter((one) => one.path.includes(`/checklist/${check.key}/`) && !one.refused).length > 0;
    return html`<li class="card stack check is-${check.outcome}" id=${`check-${check.key}`}>
      <div class="spread"><h2>${said(check.name)}</h2><span>${waits ? html`<span class="chip warn">${t('outbox.waits')}</span> ` : nothing}${outcomeChip(check.outcome)}</span></div>
      ${check.outcome === 'PASSED' ? nothing : html`<p class="quiet">${said(check.how)}${check.mandatory ? html` <strong>${t('checklist.must')}</strong>` : nothing}</p>`}
      <div aria-live="polite">${this.seen(check)}${this.why(check)}</div>
      ${this.acts(check)}</li>`;
  }

  /** What the gateway told of it. @param {any} check */
  seen(check) {
    const seen = check.seen ?? {};
    const parts = [
      ...(seen.events ?? []).map((/** @type {any} */ one) => t('checklist.event', { event: t(`event.${one.type}`), at: clock(one.at) })),
      seen.value !== undefined ? t('checklist.value', { value: measured(seen.value, check.unit), at: clock(seen.at) }) : '',
      seen.firmware ? t('checklist.firmware', { firmware: seen.firmware }) : '',
      seen.clock ? t(`checklist.clock.${seen.clock}`) : '',
      seen.online ? t('checklist.online') : '',
      seen.command ? t(`command.state.${seen.command}`) : '',
    ].filter(Boolean);
    return parts.length ? html`<ul class="seen">${parts.map((part) => html`<li>${part}</li>`)}</ul>` : nothing;
  }

  /** @param {any} check */
  why(check) {
    if (check.outcome === 'SKIPPED') {
      return html`<p class="quiet">${t('checklist.skipped', { reason: check.reason, who: check.by })}</p>`;
    }
    if (check.outcome !== 'FAILED') {
      return nothing;
    }
    return html`<p class="notice bad"><strong>${t(`checkFinding.${check.finding}`)}</strong> ${said(check.cause?.text)}</p>`;
  }

  /** @param {any} check */
  acts(check) {
    if (this.skipping === check.key) {
      return html`<form class="stack" @submit=${(/** @type {Event} */ e) => { e.preventDefault(); this.answer(check, { reason: String(new FormData(/** @type {HTMLFormElement} */ (e.target)).get('reason')).trim() }); }}>
        <label class="field">${t('checklist.why')}<input name="reason" required maxlength="500" autocomplete="off"></label>
        <div class="row"><button class="primary">${t('checklist.skip')}</button><button type="button" @click=${() => { this.skipping = ''; }}>${t('page.cancel')}</button></div></form>`;
    }
    const name = said(check.name);
    if (check.outcome === 'ASKING' || (check.looks.at === 'person' && check.outcome === 'OPEN')) {
      return html`<div class="row">${check.seen?.photo ? html`<img class="snapshot" alt=${t('checklist.snapshot')} src=${`/api/v1${this.path()}/photos/${check.seen.photo}`}>` : nothing}
        <button class="primary big" @click=${() => this.answer(check, { seen: true })} aria-label=${t('checklist.good', { name })}>${t('checklist.seenIt')}</button>
        <button class="danger big" @click=${() => this.answer(check, { seen: false })} aria-label=${t('checklist.bad', { name })}>${t('checklist.notSeen')}</button></div>`;
    }
    if (check.outcome === 'RUNNING') {
      return html`<p class="quiet" role="status">${t('checklist.running', { seconds: check.seconds })}</p>`;
    }
    const verb = check.outcome === 'OPEN' ? 'checklist.begin' : 'checklist.again';
    return html`<div class="row"><button class=${check.outcome === 'PASSED' ? '' : 'primary big'} ?disabled=${Boolean(this.busyWith)} @click=${() => this.begin(check)} aria-label=${`${t(verb)}: ${name}`}>${t(verb)}</button>
      ${check.mandatory || check.outcome === 'SKIPPED' || check.outcome === 'PASSED' ? nothing : html`<button @click=${() => { this.skipping = check.key; }} aria-label=${`${t('checklist.skip')}: ${name}`}>${t('checklist.skip')}</button>`}</div>`;
  }

  photos() {
    const waits = this.mine().filter((one) => one.what === 'photo').length;
    return html`<section class="card stack" aria-labelledby="photos"><h2 id="photos">${t('checklist.photos')}</h2>
      <div class="photos">${this.list.photos.map((/** @type {any} */ one) => html`<img loading="lazy" alt=${t('checklist.photo', { at: moment(one.taken), who: one.by })} src=${`/api/v1${this.path()}/photos/${one.id}`}>`)}</div>
      ${waits ? html`<p class="quiet">${t('checklist.photosWait', { count: waits })}</p>` : nothing}
      <label class="field">${t('checklist.addPhoto')}<input type="file" accept="image/*" capture="environment" @change=${(/** @type {any} */ e) => this.photo(e)}></label></section>`;
  }

  signing() {
    const missing = this.list.checks.filter((/** @type {any} */ one) => one.mandatory && one.outcome !== 'PASSED');
    return html`<form class="card stack" @submit=${(/** @type {Event} */ e) => this.sign(e)}><h2>${t('checklist.sign')}</h2>
      ${missing.length ? html`<p class="notice warn">${t('checklist.missing', { checks: missing.map((/** @type {any} */ one) => said(one.name)).join(locale() === 'en' ? ', ' : '、') })}</p>` : html`<p class="notice good">${t('checklist.complete')}</p>`}
      <label class="field">${t('checklist.note')}<textarea rows="2" maxlength="2000" .value=${this.note} @input=${(/** @type {any} */ e) => { this.note = e.target.value; }}></textarea></label>
      <button class="primary big" ?disabled=${Boolean(this.busyWith)}>${missing.length ? t('checklist.signAnyway') : t('checklist.signNow')}</button></form>`;
  }

  records() {
    return this.list.records.length
      ? html`<section class="card stack" aria-labelledby="records"><h2 id="records">${t('checklist.records')}</h2>
        <ul class="found">${this.list.records.map((/** @type {any} */ one) => html`<li><a href=${`/commission/${this.site}/${this.position}/record/${one.id}`} @click=${(/** @type {Event} */ e) => { e.preventDefault(); go(`/commission/${this.site}/${this.position}/record/${one.id}`); }}>${moment(one.signedAt)} · ${one.technician} · ${t(`service.${one.verdict}`)}</a></li>`)}</ul></section>`
      : nothing;
  }
}

customElements.define('gh-checklist', Checklist);
