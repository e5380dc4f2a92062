export { type FakeScanner, type FakeScannerOptions, type FakeVerdict, fakeScanner } from './fake-scanner.js';
