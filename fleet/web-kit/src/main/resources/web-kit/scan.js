// Reads labels with what the device has: its camera, a photo, an NFC tag. The browser's own detector reads a code where
// there is one; else jsQR does, which is only fetched then.
// @ts-check

const browser = /** @type {any} */ (window);
/** The longest side of the picture that is looked at: enough for a code that fills a quarter of it. */
const SIDES = [720, 1440];
const PAUSE = 120;

/** @typedef {(source: HTMLVideoElement|ImageBitmap, side: number) => Promise<string>} Decoder what it reads, or nothing */

/** Browsers give neither camera nor NFC to pages that came in the clear. */
export const isTrusted = () => window.isSecureContext;
export const canCamera = () => Boolean(navigator.mediaDevices?.getUserMedia);
export const canNfc = () => 'NDEFReader' in browser;

/** @type {Promise<Decoder>|null} */
let ready = null;

/** What decodes here; the same each time. @returns {Promise<Decoder>} */
export function decoder() {
  ready ??= choose().catch((failed) => { ready = null; throw failed; });
  return ready;
}

/** @returns {Promise<Decoder>} */
async function choose() {
  const formats = await browser.BarcodeDetector?.getSupportedFormats?.().catch(() => []);
  if (formats?.includes('qr_code')) {
    const detector = new browser.BarcodeDetector({ formats: ['qr_code'] });
    return async (source) => (await detector.detect(source))[0]?.rawValue ?? '';
  }
  const { jsQR } = await import('./vendor/jsqr-1.4.0.js');
  const canvas = document.createElement('canvas');
  return async (source, side) => {
    const { data, width, height } = pixels(canvas, source, side);
    return width ? jsQR(data, width, height, { inversionAttempts: 'attemptBoth' })?.data ?? '' : '';
  };
}

/** The picture, no side longer than that. @param {HTMLCanvasElement} canvas @param {any} source @param {number} side */
function pixels(canvas, source, side) {
  const [wide, high] = [source.videoWidth ?? source.width, source.videoHeight ?? source.height];
  const scale = Math.min(1, side / Math.max(wide, high, 1));
  canvas.width = Math.round(wide * scale);
  canvas.height = Math.round(high * scale);
  const ink = canvas.getContext('2d', { willReadFrequently: true });
  if (!ink || !canvas.width || !canvas.height) {
    return { data: new Uint8ClampedArray(), width: 0, height: 0 };
  }
  ink.drawImage(source, 0, 0, canvas.width, canvas.height);
  return ink.getImageData(0, 0, canvas.width, canvas.height);
}

/**
 * Shows the camera's picture and tells the first code in it. Ends with the signal; throws when the camera is not to be had.
 * @param {HTMLVideoElement} video @param {(text: string) => void} found @param {AbortSignal} until
 * @returns {Promise<MediaStreamTrack>} the camera, for its lamp
 */
export async function readCamera(video, found, until) {
  const [stream, decode] = await Promise.all([navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } }), decoder()]);
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  until.addEventListener('abort', stop);
  if (until.aborted) {
    stop();
  }
  video.srcObject = stream;
  await video.play().catch(() => {});
  const look = async () => {
    if (until.aborted) {
      return;
    }
    const text = await decode(video, SIDES[0]).catch(() => '');
    if (text && !until.aborted) {
      found(text);
    } else {
      setTimeout(look, PAUSE);
    }
  };
  look();
  return stream.getVideoTracks()[0];
}

/** Reads a photo, for whoever does not give the page the camera. @param {File} file */
export async function readPhoto(file) {
  const picture = await createImageBitmap(file);
  const decode = await decoder();
  for (const side of SIDES) {
    const text = await decode(picture, side).catch(() => '');
    if (text) {
      return text;
    }
  }
  return '';
}

/** Tells the address that stands on the first NFC tag. @param {(text: string) => void} found @param {AbortSignal} until */
export async function readNfc(found, until) {
  const reader = new browser.NDEFReader();
  await reader.scan({ signal: until });
  reader.onreading = (/** @type {any} */ event) => {
    const record = event.message.records.find((/** @type {any} */ one) => ['url', 'absolute-url', 'text'].includes(one.recordType));
    found(record ? new TextDecoder().decode(record.data) : '');
  };
}

/** Writes an address on the next NFC tag that is held to the phone. @param {string} address @param {AbortSignal} until */
export async function writeNfc(address, until) {
  await new browser.NDEFReader().write({ records: [{ recordType: 'url', data: address }] }, { signal: until });
}

/** Whether the camera has a lamp. @param {MediaStreamTrack|null} camera */
export function hasLamp(camera) {
  return Boolean(/** @type {any} */ (camera?.getCapabilities?.())?.torch);
}

/** @param {MediaStreamTrack|null} camera @param {boolean} on */
export async function lamp(camera, on) {
  await camera?.applyConstraints(/** @type {any} */ ({ advanced: [{ torch: on }] }));
}
