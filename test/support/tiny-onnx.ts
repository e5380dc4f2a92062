/** Bytes of a protobuf message, field by field. See https://protobuf.dev/programming-guides/encoding/ */
type Bytes = readonly number[];

const varint = (value: number): Bytes =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 0x80))];
const int = (field: number, value: number): Bytes => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, value: Iterable<number>): Bytes => {
  const own = [...value];
  return [...varint(field * 8 + 2), ...varint(own.length), ...own];
};
const text = (field: number, value: string): Bytes => bytes(field, new TextEncoder().encode(value));
const message = (field: number, ...parts: readonly Bytes[]): Bytes => bytes(field, parts.flat());

// Numbers of fields and types: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
const FLOAT = 1;
const INT8 = 3;
const INT64 = 7;

const floats = (...values: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
const longs = (...values: readonly bigint[]): Uint8Array => new Uint8Array(BigInt64Array.from(values).buffer);

function tensor(name: string, type: number, dims: readonly number[], raw: Uint8Array): Bytes {
  return message(5, ...dims.map((dim) => int(1, dim)), int(2, type), text(8, name), bytes(9, raw));
}

function node(op: string, inputs: readonly string[], output: string, ...attributes: readonly Bytes[]): Bytes {
  const named = [...inputs.map((name) => text(1, name)), text(2, output)];
  return message(1, ...named, text(3, output), text(4, op), ...attributes);
}

const intAttribute = (name: string, value: number): Bytes =>
  message(5, text(1, name), int(3, value), int(20, 2));

function value(field: number, name: string, type: number, dims: readonly (string | number)[]): Bytes {
  const shape = dims.map((dim) => message(1, typeof dim === 'number' ? int(1, dim) : text(2, dim)));
  return message(field, text(1, name), message(2, message(1, int(1, type), message(2, ...shape))));
}

/**
 * A text classifier of one linear layer over the words of a text, in ONNX with weights of 8 bits: logits are the bias and
 * the sum of the rows of the words.
 * @param weights for each token id, a number from -127 to 127 for each label
 */
export function linearClassifier(
  weights: readonly (readonly number[])[],
  bias: readonly number[],
): Uint8Array {
  const labels = bias.length;
  const graph = message(
    7,
    node('DequantizeLinear', ['weights', 'scale', 'zero'], 'rows'),
    node('Gather', ['rows', 'input_ids'], 'words', intAttribute('axis', 0)),
    node('Cast', ['attention_mask'], 'mask', intAttribute('to', FLOAT)),
    node('Unsqueeze', ['mask', 'last'], 'masks'),
    node('Mul', ['words', 'masks'], 'present'),
    node('ReduceSum', ['present', 'middle'], 'sum', intAttribute('keepdims', 0)),
    node('Add', ['sum', 'bias'], 'logits'),
    text(2, 'linear'),
    tensor('weights', INT8, [weights.length, labels], new Uint8Array(Int8Array.from(weights.flat()).buffer)),
    tensor('scale', FLOAT, [], floats(0.125)),
    tensor('zero', INT8, [], Uint8Array.of(0)),
    tensor('last', INT64, [1], longs(2n)),
    tensor('middle', INT64, [1], longs(1n)),
    tensor('bias', FLOAT, [labels], floats(...bias)),
    value(11, 'input_ids', INT64, ['batch', 'sequence']),
    value(11, 'attention_mask', INT64, ['batch', 'sequence']),
    value(12, 'logits', FLOAT, ['batch', labels]),
  );
  return Uint8Array.from([int(1, 8), graph, message(8, text(1, ''), int(2, 13))].flat());
}
