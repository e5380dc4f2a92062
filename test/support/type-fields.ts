import ts from 'typescript';

/** What a field of a type holds, as far as its type says: a text or anything; one of a few words; a number; a date. */
export type FieldKind = 'text' | 'record' | 'mode' | 'count' | 'time';

/** Fields that tell the members of a union apart. */
const TELLING = ['role', 'type', 'sourceType'] as const;

/** How deep types are read. */
const MAX_DEPTH = 6;

/**
 * The fields of types, read by the TypeScript compiler from the packages that are installed. A path names the member of a
 * union that a field belongs to, and `[]` the items of a list: `(tool-result).output(content).value[](text).text`.
 * @param source code of a module that exports types
 */
export function fieldsOfTypes(
  source: string,
  directory: string,
): ReadonlyMap<string, ReadonlyMap<string, FieldKind>> {
  const file = `${directory}/type-fields-of-installed-packages.ts`;
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022)
      : getSourceFile.call(host, name, ...rest);
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? source : readFile.call(host, name));
  const program = ts.createProgram([file], options, host);
  const [problem] = program.getSemanticDiagnostics(program.getSourceFile(file));
  if (problem !== undefined) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
  const checker = program.getTypeChecker();
  const module = program.getSourceFile(file);
  const symbol = module && checker.getSymbolAtLocation(module);
  const exported = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
  return new Map(
    exported.map((own) => {
      const found = new Map<string, FieldKind>();
      readType(checker, checker.getDeclaredTypeOfSymbol(own), '', found, 0);
      return [own.name, found];
    }),
  );
}

function readType(
  checker: ts.TypeChecker,
  type: ts.Type,
  path: string,
  found: Map<string, FieldKind>,
  depth: number,
): void {
  const members = type.isUnion() ? type.types : [type];
  const kinds = members.map((member) => leafKind(checker, member)).filter((kind) => kind !== undefined);
  for (const kind of ['text', 'record', 'time', 'count', 'mode'] as const) {
    if (path === '' || !kinds.includes(kind)) continue;
    found.set(path, kind);
    break;
  }
  // A value of JSON may be anything.
  if (depth > MAX_DEPTH || (kinds.includes('text') && kinds.includes('record'))) return;
  for (const member of members) {
    const isObject = (member.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
    if (leafKind(checker, member) !== undefined || !isObject) continue;
    const item = checker.isArrayLikeType(member)
      ? checker.getIndexTypeOfType(member, ts.IndexKind.Number)
      : undefined;
    if (item !== undefined) {
      readType(checker, item, `${path}[]`, found, depth + 1);
      continue;
    }
    const name = memberName(checker, member);
    const base = name === undefined ? path : `${path}(${name})`;
    for (const property of member.getProperties()) {
      if (property.name.startsWith('__')) continue;
      const own = checker.getTypeOfSymbol(property);
      if (own.getCallSignatures().length > 0) continue;
      const given = checker.getNonNullableType(own);
      // What tells members apart is in the path.
      if (TELLING.some((telling) => telling === property.name) && given.isStringLiteral()) continue;
      readType(checker, given, `${base}.${property.name}`, found, depth + 1);
    }
  }
}

/** The word that tells a member of a union from the others. */
function memberName(checker: ts.TypeChecker, type: ts.Type): string | undefined {
  const words = TELLING.flatMap((name) => {
    const property = type.getProperty(name);
    if (property === undefined) return [];
    const own = checker.getNonNullableType(checker.getTypeOfSymbol(property));
    if (own.isStringLiteral()) return [`${name}=${own.value}`];
    if ((own.flags & ts.TypeFlags.TemplateLiteral) !== 0)
      return [`${name}=${(own as ts.TemplateLiteralType).texts[0]}x`];
    return [];
  });
  return words.length === 0 ? undefined : words.join(',');
}

/** Objects that are one value, by what they are called. */
const WHOLE: ReadonlyMap<string, FieldKind> = new Map([
  ['Date', 'time'],
  ['URL', 'text'],
  ['Uint8Array', 'text'],
  ['Buffer', 'text'],
  ['ArrayBuffer', 'text'],
  ['Error', 'text'],
  ['JSONSchema7', 'record'],
  ['JSONSchema7Definition', 'record'],
  ['Response', 'record'],
  ['AbortSignal', 'record'],
]);

function leafKind(checker: ts.TypeChecker, type: ts.Type): FieldKind | undefined {
  const { flags } = type;
  if (
    (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.String | ts.TypeFlags.TypeParameter)) !==
    0
  )
    return 'text';
  if ((flags & ts.TypeFlags.TemplateLiteral) !== 0) return 'text';
  if ((flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.BooleanLike)) !== 0) return 'mode';
  if ((flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike)) !== 0) return 'count';
  if ((flags & ts.TypeFlags.Intersection) !== 0 && checker.typeToString(type).startsWith('string'))
    return 'text';
  const whole = WHOLE.get(type.aliasSymbol?.name ?? '') ?? WHOLE.get(type.symbol?.name ?? '');
  if (whole !== undefined) return whole;
  const isRecord = type.getStringIndexType() !== undefined && type.getProperties().length === 0;
  if (isRecord || checker.typeToString(type) === 'object' || checker.typeToString(type) === '{}')
    return 'record';
  return undefined;
}
