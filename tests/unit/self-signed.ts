/** A certificate that nobody has signed but itself (RFC 5280), made anew for each test that needs one. */
import { generateKeyPairSync, sign } from 'node:crypto';

const element = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: Uint8Array[]) => element(0x30, ...parts);
const object = (hex: string) => element(0x06, Buffer.from(hex, 'hex'));

const ECDSA_WITH_SHA256 = sequence(object('2a8648ce3d040302'));
const COMMON_NAME = object('550403');

export function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(element(0x31, sequence(COMMON_NAME, element(0x0c, Buffer.from('localhost')))));
  const times = sequence(...['200101000000Z', '491231235959Z'].map((at) => element(0x17, Buffer.from(at))));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const told = sequence(element(0x02, Buffer.from([1])), ECDSA_WITH_SHA256, name, times, name, key);
  const signature = element(0x03, Buffer.from([0]), sign('sha256', told, privateKey));
  const whole = sequence(told, ECDSA_WITH_SHA256, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${whole}\n-----END CERTIFICATE-----\n`,
  };
}
