import { type CipherSuite } from '../wire/cipher-suite.ts';
export declare const CIPHER_SUITE: CipherSuite;
