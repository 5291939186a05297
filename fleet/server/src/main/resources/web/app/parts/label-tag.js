// A label as an NFC tag: its bytes as a file for a program that writes tags, or written by the phone itself where it can.
// @ts-check
import { GhElement, html, nothing, t } from '/kit/kit.js';
import { canNfc, writeNfc } from '/kit/scan.js';
import { api, query } from '../lib/api.js';
import { save } from '../lib/files.js';

class LabelTag extends GhElement {
  static properties = { code: {}, tag: { state: true }, said: { state: true } };

  constructor() {
    super();
    this.code = '';
    /** @type {any} */
    this.tag = null;
    /** @type {{key: string, look: string}|null} */
    this.said = null;
    this.until = new AbortController();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.until.abort();
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has('code')) {
      this.tag = null;
      this.said = null;
    }
  }

  async show() {
    try {
      this.tag = await api.get(`/labels/${this.code}/tag${query({ address: location.origin })}`);
    } catch {
      this.said = { key: 'tag.failed', look: 'bad' };
    }
  }

  keep() {
    const bytes = Uint8Array.from(this.tag.ndef.match(/../g), (/** @type {string} */ pair) => parseInt(pair, 16));
    save(new Blob([bytes]), `${this.code}.ndef`);
  }

  async write() {
    this.until = new AbortController();
    this.said = { key: 'scan.hold', look: '' };
    await writeNfc(this.tag.address, this.until.signal).then(
      () => { this.said = { key: 'tag.written', look: 'good' }; },
      () => { this.said = { key: 'tag.failed', look: 'bad' }; });
  }

  render() {
    const said = this.said ? html`<p class="notice ${this.said.look}" role="status">${t(this.said.key)}</p>` : nothing;
    if (!this.tag) {
      return html`${said}<button type="button" @click=${() => this.show()}>${t('tag.show')}</button>`;
    }
    return html`<div class="stack"><p class="quiet small">${t('tag.what')}</p>
      <dl class="facts"><dt>${t('tag.address')}</dt><dd class="mono">${this.tag.address}</dd><dt>NDEF</dt><dd class="mono">${this.tag.ndef}</dd><dt>${t('tag.block')}</dt><dd class="mono">${this.tag.tag}</dd></dl>
      ${said}<div class="row"><button type="button" @click=${() => this.keep()}>${t('tag.keep')}</button>
        ${canNfc() ? html`<button type="button" class="primary" @click=${() => this.write()}>${t('tag.write')}</button>` : nothing}</div></div>`;
  }
}

customElements.define('gh-label-tag', LabelTag);
