// Another box in the same place: its name, rules and history stay, what the old box proves itself with is taken back.
// @ts-check
import { html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { isOffline } from '../lib/commission.js';
import { send } from '../lib/outbox.js';
import { Page } from '../lib/page.js';
import '../parts/outbox-line.js';
import '../parts/scanner.js';

class Swap extends Page {
  static properties = { site: { attribute: false }, position: { attribute: false }, it: { state: true }, done: { state: true }, waits: { state: true } };

  constructor() {
    super();
    this.site = '';
    this.position = '';
    /** @type {any} */
    this.it = null;
    /** @type {any} */
    this.done = null;
    this.waits = false;
  }

  /** The same page is shown for another position. @param {Map<string, any>} changed */
  updated(changed) {
    if (changed.get('position')) {
      this.it = null;
      this.done = null;
      this.waits = false;
      this.loading = true;
      this.read();
    }
  }

  path() {
    return `/sites/${this.site}/positions/${this.position}`;
  }

  async load() {
    this.it = await api.get(this.path());
  }

  /** @param {Event} submit */
  async swap(submit) {
    submit.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const said = Object.fromEntries([...data].map(([name, value]) => [name, String(value).trim()]).filter(([, value]) => value));
    await this.attempt(async () => {
      this.done = (await send(`${this.path()}/swap`, said, { what: 'swap', name: this.it?.name ?? this.position })) ?? null;
      this.waits = !this.done;
    });
  }

  render() {
    const back = `/commission/${this.site}/${this.position}`;
    return html`<p><a href=${back}>← ${this.it?.name ?? this.position}</a></p>
      <div class="page-head"><h1 tabindex="-1">${t('swap.title')}</h1></div>
      ${this.problem ? html`<p class="notice bad" role="alert">${isOffline(this.problem) ? t('outbox.notKept') : `${/** @type {any} */ (this.problem).message} ${/** @type {any} */ (this.problem).hint ?? ''}`}</p>` : nothing}
      <gh-outbox></gh-outbox>
      ${this.done ? this.swapped(back) : this.waits ? html`<p class="notice warn" role="status">${t('swap.waits')}</p>` : this.form()}
      ${this.it ? this.history() : nothing}`;
  }

  form() {
    return html`<form class="card stack" @submit=${(/** @type {Event} */ e) => this.swap(e)}>
      <p class="quiet">${t('swap.what')}</p>
      <label class="field">${t('swap.old')}<input name="oldCode" class="mono" maxlength="20" autocapitalize="characters" autocomplete="off" spellcheck="false" placeholder=${this.it?.box?.label ?? ''}></label>
      <label class="field">${t('swap.new')}<input name="newCode" class="mono" required maxlength="20" autocapitalize="characters" autocomplete="off" spellcheck="false"></label>
      <label class="field">${t('swap.reason')}<input name="reason" required maxlength="500" autocomplete="off"></label>
      <gh-scanner @scanned=${(/** @type {any} */ e) => this.scanned(e.detail.code)}></gh-scanner>
      <button class="primary big">${t('swap.now')}</button></form>`;
  }

  /** What is scanned is the box that comes out when it is the one that is in, else the one that goes in. @param {string} code */
  scanned(code) {
    const plain = code.replace('-', '');
    const field = plain === this.it?.box?.label?.replace('-', '') ? 'oldCode' : 'newCode';
    /** @type {HTMLInputElement} */ (this.querySelector(`input[name=${field}]`)).value = code;
  }

  /** @param {string} back */
  swapped(back) {
    return html`<section class="card stack"><p class="notice good" role="status">${t('swap.done')}</p>
      <p>${t('claim.token', { until: moment(this.done.expires) })}</p><pre class="mono token" tabindex="0">${this.done.token}</pre>
      <p><a class="button" href=${back}>${t('swap.check')}</a></p></section>`;
  }

  history() {
    const boxes = this.it.boxes ?? [];
    return boxes.length
      ? html`<section class="card stack" aria-labelledby="boxes"><h2 id="boxes">${t('swap.boxes')}</h2><ul class="boxes">${boxes.map((/** @type {any} */ one) => html`<li><span class="mono">${one.serial ?? one.label ?? t('swap.unknownBox')}</span>
          <span class="quiet small">${one.putIn ? t('swap.putIn', { at: moment(one.putIn), who: one.putInBy }) : nothing} ${one.takenOut ? t('swap.takenOut', { at: moment(one.takenOut), who: one.takenOutBy, reason: one.reason ?? '' }) : nothing}</span></li>`)}</ul></section>`
      : nothing;
  }
}

customElements.define('gh-swap', Swap);
