// Addresses of the console's own. Links are ordinary links; this keeps them from reloading the page.
// @ts-check

/** The parts of the address. */
export function place() {
  return location.pathname.split('/').filter(Boolean).map(decodeURIComponent);
}

/** @param {string} path */
export function go(path) {
  if (path !== location.pathname + location.search) {
    history.pushState(null, '', path);
  }
  window.scrollTo(0, 0);
  document.querySelector('main')?.scrollTo(0, 0);
  window.dispatchEvent(new Event('gh-place'));
}

export function startRoutes() {
  window.addEventListener('popstate', () => window.dispatchEvent(new Event('gh-place')));
  document.addEventListener('click', (click) => {
    const link = /** @type {HTMLElement} */ (click.target).closest?.('a[href^="/"]');
    const plain = !click.defaultPrevented && click.button === 0 && !click.metaKey && !click.ctrlKey && !click.shiftKey;
    if (link && plain && !link.hasAttribute('download') && !link.getAttribute('href')?.startsWith('/api/')) {
      click.preventDefault();
      go(link.getAttribute('href') ?? '/');
    }
  });
}
