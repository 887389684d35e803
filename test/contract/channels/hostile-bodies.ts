/** Bodies that have stopped other software: each must be judged quickly and harm nothing. */
export const hostileBodies: readonly { readonly name: string; readonly body: Buffer }[] = [
  { name: 'nothing', body: Buffer.alloc(0) },
  { name: '3 MB of nested arrays', body: Buffer.from('['.repeat(1.5e6) + ']'.repeat(1.5e6)) },
  {
    name: '3 MB of nested objects',
    body: Buffer.from('{"a":'.repeat(5e5) + '1' + '}'.repeat(5e5)),
  },
  { name: '3 MB of unclosed arrays', body: Buffer.from('['.repeat(3e6)) },
  { name: '3 MB of one letter', body: Buffer.alloc(3e6, 'a') },
  { name: '3 MB of one field', body: Buffer.from(JSON.stringify({ text: 'a'.repeat(3e6) })) },
  { name: 'a million numbers', body: Buffer.from(`[${'1,'.repeat(1e6)}1]`) },
  { name: '100,000 fields', body: Buffer.from(`{${manyFields(1e5)}}`) },
  {
    name: '__proto__ and constructor as fields',
    body: Buffer.from(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"text":"x"}',
    ),
  },
  { name: 'a field given twice', body: Buffer.from('{"text":"one","text":"two"}') },
  { name: 'null bytes', body: Buffer.from('{"text":"a\\u0000b","from":"\\u0000"}') },
  { name: 'halves of characters', body: Buffer.from('{"text":"\\ud800","from":"\\udfff"}') },
  { name: 'bytes that are no UTF-8', body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) },
  { name: 'null', body: Buffer.from('null') },
  { name: 'an empty list', body: Buffer.from('[]') },
  { name: 'a list in a list', body: Buffer.from('[[],{},null,1,"x"]') },
];

function manyFields(count: number): string {
  return Array.from({ length: count }, (_, index) => `"f${index}":1`).join(',');
}
