// What a label's address opens: what the box is, and putting it in its place. Made for a phone at the door.
// @ts-check
import { busy, has, html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { isOffline } from '../lib/commission.js';
import { send } from '../lib/outbox.js';
import { Page } from '../lib/page.js';
import { go } from '../lib/route.js';
import '../parts/adopt.js';
import '../parts/outbox-line.js';
import '../parts/scanner.js';

/** Where the last box was put: the next one is probably near. */
const LAST = 'gatehouse.lastPlace';
const PARTS = ['building', 'floor', 'door'];

function lastPlace() {
  try {
    return JSON.parse(localStorage.getItem(LAST) ?? '{}');
  } catch {
    return {};
  }
}

class Claim extends Page {
  static properties = { code: {}, label: { state: true }, sites: { state: true }, place: { state: true }, done: { state: true }, secret: { state: true }, name: { state: true }, waits: { state: true } };

  constructor() {
    super();
    this.code = '';
    /** @type {any} */
    this.label = null;
    /** @type {any[]} */
    this.sites = [];
    this.place = lastPlace();
    /** @type {any} */
    this.done = null;
    /** @type {any} */
    this.secret = null;
    /** The name as it was typed; until then it follows the place. @type {string|null} */
    this.name = null;
    this.waits = false;
  }

  /** @param {Map<string, any>} changed */
  updated(changed) {
    if (changed.has('code') && changed.get('code') !== undefined) {
      this.label = null;
      this.done = null;
      this.secret = null;
      this.name = null;
      this.waits = false;
      this.read();
    }
  }

  async load() {
    this.label = null;
    if (this.code) {
      [this.label, this.sites] = await Promise.all([
        api.get(`/labels/${encodeURIComponent(this.code)}`).catch((failed) => this.unread(failed)),
        api.get('/sites').then((answer) => answer.items),
      ]);
    }
  }

  /** Without a network a label can be claimed all the same; what it is, the server says later. @param {any} failed */
  unread(failed) {
    if (!isOffline(failed)) {
      throw failed;
    }
    const code = this.code.replace(/[^0-9a-z]/gi, '').toUpperCase();
    return { code, shown: code, state: 'FREE', unread: true };
  }

  site() {
    const known = this.sites.some((one) => one.id === this.place.site);
    return this.label.site ?? (known ? this.place.site : this.sites[0]?.id ?? '');
  }

  proposed() {
    const where = PARTS.map((part) => this.place[part]?.trim()).filter(Boolean);
    return [...where, ...(this.label.kind ? [t(`kind.${this.label.kind}`)] : []), this.label.shown.slice(-5)].join(' ');
  }

  /** @param {Event} submit */
  async claim(submit) {
    submit.preventDefault();
    const site = this.site();
    const wish = { site, ...Object.fromEntries(PARTS.filter((part) => this.place[part]?.trim()).map((part) => [part, this.place[part].trim()])) };
    const typed = this.name?.trim();
    const named = this.label.device && !typed ? {} : { name: typed || this.proposed() };
    const claimed = await this.attempt(async () => {
      this.done = await send(`/labels/${this.label.code}/claim`, { ...wish, ...named }, { what: 'claim', name: this.label.shown });
      this.waits = !this.done;
      this.place = { ...this.place, site };
      localStorage.setItem(LAST, JSON.stringify(this.place));
    });
    if (!claimed && /** @type {any} */ (this.problem)?.code === 'ALREADY_CLAIMED') {
      await this.read();
    }
  }

  /** The device is too small for certificates: its token is exchanged here, once. */
  async draw() {
    await this.attempt(async () => {
      const answer = await fetch('/api/v1/enrolment/secret', { method: 'POST', headers: { Authorization: `Basic ${btoa(`claim:${this.done.token}`)}` } });
      const body = await answer.json();
      if (!answer.ok) {
        throw body;
      }
      this.secret = body;
    });
  }

  /** @param {Event} submit */
  typed(submit) {
    submit.preventDefault();
    const code = String(new FormData(/** @type {HTMLFormElement} */ (submit.target)).get('code')).trim();
    go(`/c/${encodeURIComponent(code)}`);
  }

  render() {
    return html`<div class="page-head"><h1 tabindex="-1">${t('claim.title')}</h1></div>
      ${this.refused()}
      <gh-outbox></gh-outbox>
      ${this.loading ? busy() : this.content()}`;
  }

  refused() {
    const problem = /** @type {any} */ (this.problem);
    if (!problem) {
      return nothing;
    }
    const key = `claim.problem.${problem.code}`;
    return html`<p class="notice bad" role="alert">${has(key) ? t(key, { site: this.siteOfLabel() }) : `${problem.message} ${problem.hint ?? ''}`}</p>`;
  }

  siteOfLabel() {
    return this.label?.site ?? '';
  }

  content() {
    if (this.done) {
      return this.claimed();
    }
    if (this.waits) {
      return html`<section class="card stack"><p class="notice warn" role="status">${t('claim.waits')}</p></section>${this.typing()}`;
    }
    if (!this.label) {
      return this.typing();
    }
    if (this.label.kind === 'GATEWAY') {
      return html`<gh-adopt .label=${this.label}></gh-adopt>${this.typing()}`;
    }
    if (this.label.state === 'RETIRED') {
      return html`<section class="card stack">${this.head()}<p class="notice warn">${t('claim.problem.BOX_RETIRED')}</p></section>${this.typing()}`;
    }
    return this.label.state === 'CLAIMED' ? this.taken() : this.form();
  }

  typing() {
    return html`<section class="card stack" aria-label=${t('scan.title')}><p>${t('claim.how')}</p>
      <gh-scanner @scanned=${(/** @type {any} */ e) => go(`/c/${e.detail.code}`)}></gh-scanner></section>
    <form class="card stack" @submit=${(/** @type {Event} */ e) => this.typed(e)}>
      <label class="field">${t('claim.code')}<input name="code" class="mono" required maxlength="20" autocapitalize="characters" autocomplete="off" spellcheck="false" value=${this.code}></label>
      <button class="primary">${t('claim.look')}</button>
      <p><a href="/strangers">${t('strangers.title')}</a></p></form>`;
  }

  head() {
    return html`<p><strong>${this.label.kind ? t(`kind.${this.label.kind}`) : t('claim.unread')}</strong> <span class="mono">${this.label.shown}</span>${this.label.serial ? html` · ${this.label.serial}` : nothing}</p>`;
  }

  taken() {
    const label = this.label;
    return html`<section class="card stack">${this.head()}
      <p class="notice warn">${t('claim.taken', { who: label.claimedBy, at: moment(label.claimedAt) })}</p>
      <p><a class="button" href=${`/commission/${label.site}/${label.device}`}>${t('claim.toCheck')}</a></p>
      <p><a href=${`/devices/${label.site}/${label.device}`}>${t('claim.toDevice', { device: label.device })}</a></p>
      <p class="quiet">${t('claim.takenNext')}</p></section>${this.typing()}`;
  }

  form() {
    return html`<form class="card stack" @submit=${(/** @type {Event} */ e) => this.claim(e)}>${this.head()}
      <label class="field">${t('claim.site')}<select ?disabled=${Boolean(this.label.site)} @change=${(/** @type {any} */ e) => { this.place = { ...this.place, site: e.target.value }; }}>${this.sites.map((one) => html`<option value=${one.id} ?selected=${one.id === this.site()}>${one.name}</option>`)}</select></label>
      ${this.label.device ? html`<p>${t('claim.meantFor', { device: this.label.device })}</p>` : nothing}
      ${PARTS.map((part) => html`<label class="field">${t(`claim.${part}`)}<input maxlength="100" autocomplete="off" .value=${this.place[part] ?? ''} @input=${(/** @type {any} */ e) => { this.place = { ...this.place, [part]: e.target.value }; }}></label>`)}
      <label class="field">${t('claim.name')}<input maxlength="200" autocomplete="off" .value=${this.name ?? (this.label.device ? '' : this.proposed())} placeholder=${this.label.device ?? ''} @input=${(/** @type {any} */ e) => { this.name = e.target.value; }}></label>
      <button class="primary">${t('claim.claim')}</button></form>`;
  }

  claimed() {
    const done = this.done;
    return html`<section class="card stack">${this.head()}
      <p class="notice good" role="status">${t('claim.done')}</p>
      ${this.secret ? this.drawn() : html`
        <p>${t('claim.token', { until: moment(done.expires) })}</p>
        <pre class="mono token" tabindex="0">${done.token}</pre>
        <div class="row"><button type="button" @click=${() => navigator.clipboard?.writeText(done.token)}>${t('claim.copy')}</button>
          <button type="button" @click=${() => this.draw()}>${t('claim.draw')}</button></div>
        <p class="quiet small">${t('claim.drawWhat')}</p>`}
      <p><a class="button" href=${`/commission/${done.site}/${done.device}`}>${t('claim.toCheck')}</a></p>
      <p><a href=${`/devices/${done.site}/${done.device}`}>${t('claim.toDevice', { device: done.device })}</a></p>
      <p><a href="/c">${t('claim.next')}</a></p></section>`;
  }

  drawn() {
    return html`<p>${t('claim.secretOnce')}</p>
      <dl><dt>${t('claim.identity')}</dt><dd><code>${this.secret.device}</code></dd><dt>${t('claim.secret')}</dt><dd><code class="wrap">${this.secret.secret}</code></dd></dl>`;
  }
}

customElements.define('gh-claim', Claim);
