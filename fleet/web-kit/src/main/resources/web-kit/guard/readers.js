// What a phone can read a checkpoint with, where it can: the camera and NFC. Without them there is the keyboard.
// @ts-check
import { counts, tagOf } from './shift.js';

const browser = /** @type {any} */ (window);

export const canNfc = () => 'NDEFReader' in browser;
export const canCamera = () => 'BarcodeDetector' in browser && Boolean(navigator.mediaDevices?.getUserMedia);

/** Reads NFC tags until the signal ends. @param {(tag: string) => void} found @param {AbortSignal} until */
export async function readNfc(found, until) {
  const reader = new browser.NDEFReader();
  await reader.scan({ signal: until });
  reader.onreading = (/** @type {any} */ event) => found(countedIn(event.message) ?? event.serialNumber);
}

/** What a tag that counts its readings wrote into its address; nothing of any other. @param {any} message */
function countedIn(message) {
  const texts = (message?.records ?? []).filter((/** @type {any} */ one) => one.recordType === 'url').map((/** @type {any} */ one) => tagOf(new TextDecoder().decode(one.data)));
  return texts.find(counts);
}

/** Looks for a code in the camera's picture until the signal ends. @param {HTMLVideoElement} video @param {(text: string) => void} found @param {AbortSignal} until */
export async function readCodes(video, found, until) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  until.addEventListener('abort', () => stream.getTracks().forEach((track) => track.stop()));
  video.srcObject = stream;
  await video.play();
  const detector = new browser.BarcodeDetector({ formats: ['qr_code'] });
  const look = async () => {
    if (until.aborted) {
      return;
    }
    const codes = await detector.detect(video).catch(() => []);
    if (codes.length) {
      found(codes[0].rawValue);
    } else {
      setTimeout(look, 250);
    }
  };
  look();
}

/** A picture that is small enough to be kept and sent. @param {File} file @returns {Promise<string>} Base64 of a JPEG */
export async function shrunk(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, 1280 / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/jpeg', 0.75).split(',')[1];
}

/** Says where the phone is, again and again, if it may. @param {(place: any) => void} found */
export function watchPosition(found) {
  navigator.geolocation?.watchPosition(
    ({ coords, timestamp }) => found({ latitude: coords.latitude, longitude: coords.longitude, floor: 0, metres: coords.accuracy, timestamp }),
    () => {},
    { enableHighAccuracy: true, maximumAge: 15000 },
  );
}

/** Says when the phone was last moved. @param {(at: number) => void} moved */
export function watchMotion(moved) {
  const listener = (/** @type {DeviceMotionEvent} */ event) => {
    const force = event.acceleration;
    if (force && Math.hypot(force.x ?? 0, force.y ?? 0, force.z ?? 0) > 0.6) {
      moved(performance.now());
    }
  };
  window.addEventListener('devicemotion', listener);
  return () => window.removeEventListener('devicemotion', listener);
}
