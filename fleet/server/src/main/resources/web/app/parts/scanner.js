// Reads a label without leaving the page: by camera, by NFC, from a photo. Tells its code as "scanned"; typing is the page's.
// @ts-check
import { GhElement, html, nothing, t } from '/kit/kit.js';
import { canCamera, canNfc, hasLamp, isTrusted, lamp, readCamera, readNfc, readPhoto } from '/kit/scan.js';
import { codeOf } from '../lib/labels.js';

class Scanner extends GhElement {
  static properties = { how: { state: true }, said: { state: true }, camera: { state: true }, lit: { state: true } };

  constructor() {
    super();
    /** What is read with now; or nothing. @type {''|'camera'|'nfc'|'photo'} */
    this.how = '';
    /** What went wrong, as a key with its parameters. @type {{key: string, params?: any}|null} */
    this.said = null;
    /** @type {MediaStreamTrack|null} */
    this.camera = null;
    this.lit = false;
    this.until = new AbortController();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
  }

  stop() {
    this.until.abort();
    this.how = '';
    this.camera = null;
    this.lit = false;
  }

  /** @param {'camera'|'nfc'|'photo'} how */
  begin(how) {
    this.stop();
    this.until = new AbortController();
    this.said = null;
    this.how = how;
  }

  /** @param {string} text */
  found(text) {
    const code = codeOf(text);
    if (code) {
      this.stop();
      this.dispatchEvent(new CustomEvent('scanned', { detail: { code } }));
      return;
    }
    this.stop();
    this.said = text ? { key: 'scan.noLabel', params: { text: text.slice(0, 80) } } : { key: 'scan.nothing' };
  }

  async look() {
    this.begin('camera');
    await this.updateComplete;
    const { signal } = this.until;
    try {
      this.camera = await readCamera(/** @type {HTMLVideoElement} */ (this.querySelector('video')), (text) => this.found(text), signal);
    } catch (/** @type {any} */ failed) {
      if (!signal.aborted) {
        this.stop();
        this.said = { key: failed.name === 'NotAllowedError' ? 'scan.refused' : 'scan.noCamera' };
      }
    }
  }

  async hold() {
    this.begin('nfc');
    const { signal } = this.until;
    await readNfc((text) => this.found(text), signal).catch(() => {
      if (!signal.aborted) {
        this.stop();
        this.said = { key: 'scan.noNfc' };
      }
    });
  }

  /** @param {any} change */
  async photo(change) {
    const file = change.target.files?.[0];
    if (file) {
      this.begin('photo');
      this.found(await readPhoto(file).catch(() => ''));
      change.target.value = '';
    }
  }

  async turn() {
    this.lit = !this.lit;
    await lamp(this.camera, this.lit).catch(() => { this.lit = false; });
  }

  render() {
    return html`<div class="stack">
      ${this.said ? html`<p class="notice warn" role="alert">${t(this.said.key, this.said.params)}</p>` : nothing}
      ${this.how === 'camera' ? html`<video class="scan" muted playsinline aria-label=${t('scan.picture')}></video><p class="quiet small" role="status">${t('scan.aim')}</p>` : nothing}
      ${this.how === 'nfc' ? html`<p class="notice" role="status">${t('scan.hold')}</p>` : nothing}
      ${this.how === 'photo' ? html`<p class="quiet" role="status">${t('page.loading')}</p>` : nothing}
      <div class="row">${this.how ? html`<button type="button" class="big" @click=${() => this.stop()}>${t('scan.stop')}</button>
          ${hasLamp(this.camera) ? html`<button type="button" class="big" aria-pressed=${this.lit} @click=${() => this.turn()}>${t('scan.lamp')}</button>` : nothing}` : this.ways()}</div></div>`;
  }

  ways() {
    return html`${canCamera() ? html`<button type="button" class="primary big" @click=${() => this.look()}>${t('scan.camera')}</button>` : nothing}
      ${canNfc() ? html`<button type="button" class="big" @click=${() => this.hold()}>${t('scan.nfc')}</button>` : nothing}
      <label class="button big">${t('scan.photo')}<input class="visually-hidden" type="file" accept="image/*" capture="environment" @change=${(/** @type {Event} */ e) => this.photo(e)}></label>
      ${isTrusted() ? nothing : html`<p class="quiet small">${t('scan.notTrusted')} <a href="/trust">${t('trust.title')}</a></p>`}`;
  }
}

customElements.define('gh-scanner', Scanner);
