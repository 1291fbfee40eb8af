/** The cipher operations of the wire format, with node:crypto. */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync } from 'node:crypto';
import { TAG_SIZE } from '../wire/cipher-suite.js';
const ALGORITHM = 'aes-256-gcm';
const NO_SALT = new Uint8Array(0);
const OPTIONS = { authTagLength: TAG_SIZE };
export const CIPHER_SUITE = {
    derive: (key, info, size) => new Uint8Array(hkdfSync('sha256', key, NO_SALT, info, size)),
    cipher: (key) => new AesGcm(createSecretKey(key)),
};
class AesGcm {
    key;
    constructor(key) {
        this.key = key;
    }
    seal(nonce, associated, plain) {
        const cipher = createCipheriv(ALGORITHM, this.key, nonce, OPTIONS);
        cipher.setAAD(associated);
        // In a stream cipher `final` has nothing left to give.
        const text = cipher.update(plain);
        cipher.final();
        return Buffer.concat([text, cipher.getAuthTag()]);
    }
    open(nonce, associated, sealed) {
        const end = sealed.length - TAG_SIZE;
        if (end < 0)
            return undefined;
        const decipher = createDecipheriv(ALGORITHM, this.key, nonce, OPTIONS);
        decipher.setAAD(associated);
        decipher.setAuthTag(sealed.subarray(end));
        const text = decipher.update(sealed.subarray(0, end));
        try {
            decipher.final();
            return text;
        }
        catch {
            return undefined;
        }
    }
}
//# sourceMappingURL=cipher-suite.js.map