// A field for somebody of a site: what is typed is looked for, by name, pinyin or id; what counts is the id.
// @ts-check
import { GhElement, html } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { typeWord } from '../lib/access.js';

const PAUSE = 250;

class PeopleField extends GhElement {
  static properties = { site: {}, field: {}, value: {}, needed: { type: Boolean }, found: { state: true } };

  constructor() {
    super();
    this.site = '';
    /** The name of the form's field. */
    this.field = '';
    this.value = '';
    this.needed = false;
    /** @type {any[]} */
    this.found = [];
    this.typed = 0;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.typed);
  }

  /** Offers people while somebody types. @param {string} text */
  offer(text) {
    clearTimeout(this.typed);
    this.typed = window.setTimeout(async () => {
      this.found = text ? (await api.get(`/sites/${this.site}/people${query({ q: text, limit: 8 })}`)).items : [];
    }, PAUSE);
  }

  render() {
    return html`<input name=${this.field} list="${this.field}-fits" maxlength="63" autocomplete="off" ?required=${this.needed} .value=${this.value} @input=${(/** @type {any} */ e) => this.offer(e.target.value.trim())}>
      <datalist id="${this.field}-fits">${this.found.map((one) => html`<option value=${one.id}>${one.name} · ${typeWord(one.type)}</option>`)}</datalist>`;
  }
}

customElements.define('gh-people-field', PeopleField);
