// The base of our elements: drawn into the page itself, so that one stylesheet and the page's landmarks hold for all.
// @ts-check
import { LitElement, html } from './vendor/lit-3.3.3.js';
import { t } from './words.js';

export class GhElement extends LitElement {
  constructor() {
    super();
    this.wordsChanged = () => this.requestUpdate();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('gh-words', this.wordsChanged);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('gh-words', this.wordsChanged);
  }
}

/** What stands where something is still being fetched. */
export function busy() {
  return html`<p class="quiet" role="status">${t('page.loading')}</p>`;
}
