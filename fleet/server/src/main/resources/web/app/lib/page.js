// The base of pages: what they hear live ends with them, and a failed request is shown, never swallowed.
// @ts-check
import { GhElement, html, nothing, t } from '/kit/kit.js';
import { hear } from './live.js';

export class Page extends GhElement {
  static properties = { problem: { state: true }, loading: { state: true } };

  constructor() {
    super();
    this.problem = null;
    /** What kept the page from being read, to tell it from what was refused. @type {any} */
    this.notRead = null;
    this.loading = true;
    /** @type {Array<() => void>} */
    this.endings = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('reset', () => this.refresh());
    this.read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.endings.forEach((end) => end());
    this.endings = [];
  }

  /** @param {string} topic @param {(data: any) => void} listener */
  hear(topic, listener) {
    this.endings.push(hear(topic, listener));
  }

  /** Runs again and again while the page is shown. @param {number} millis @param {() => void} task */
  every(millis, task) {
    const timer = setInterval(task, millis);
    this.endings.push(() => clearInterval(timer));
  }

  async read() {
    const well = await this.attempt(() => this.load());
    this.notRead = well ? null : this.problem;
    this.loading = false;
  }

  /** Reads again by itself: what somebody was refused meanwhile stays said. */
  async refresh() {
    const said = this.problem === this.notRead ? null : this.problem;
    await this.read();
    this.problem ??= said;
  }

  /** What the page shows; overridden. */
  async load() {}

  /** Does something that may be refused; says whether it worked. @param {() => Promise<any>} task */
  async attempt(task) {
    try {
      await task();
      this.problem = null;
      return true;
    } catch (refused) {
      this.problem = refused;
      return false;
    }
  }

  problemLine() {
    return this.problem
      ? html`<p class="notice bad" role="alert">${this.problem.message} ${this.problem.hint ?? ''}</p>`
      : nothing;
  }

  /** @param {string} key @param {any} [aside] */
  head(key, aside = nothing) {
    return html`<div class="spread page-head"><h1 tabindex="-1">${t(key)}</h1>${aside}</div>${this.problemLine()}`;
  }
}
