import ts from 'typescript';
import { fromRoot } from './pages.js';

/** One option of an exported type. */
export interface ExportedOption {
  /** The exported type that has it. */
  readonly of: string;
  readonly name: string;
  /** The file that declares it, from the root of the repository. */
  readonly file: string;
}

/** Exported types of options that are called otherwise. */
const ALSO: ReadonlySet<string> = new Set([
  'Fault',
  'LocalProfile',
  'RateLimit',
  'ScanMetadata',
  'ServerLimits',
  'ServerProfile',
]);

/**
 * Reads the options that entries export with the TypeScript compiler: the members of every exported type whose name ends
 * with `Options`, and of the object types that stand in one of them as they are.
 */
export function exportedOptions(root: string, entries: readonly string[]): readonly ExportedOption[] {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(
    entries.map((entry) => `${root}/${entry}`),
    options,
  );
  const checker = program.getTypeChecker();
  const found = new Map<string, ExportedOption>();

  const read = (of: string, type: ts.Type): void => {
    for (const member of type.isUnion() ? type.types : [type]) {
      // A guardrail takes the place of options, and is none.
      if (member.getProperty('checkPrompt') !== undefined) continue;
      for (const property of checker.getPropertiesOfType(member)) {
        const declaration = property.declarations?.[0];
        const path = declaration?.getSourceFile().fileName;
        if (declaration === undefined || path === undefined || !path.startsWith(`${root}/src/`)) continue;
        // What an option takes may be an object of a class, which is described where the class is.
        if (ts.isMethodDeclaration(declaration)) continue;
        const file = fromRoot(root, path);
        found.set(`${file} ${property.name}`, { of, name: property.name, file });
        const inner = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(property, declaration));
        // `{ intervalMs?: number }`, written where it is used.
        if (inner.symbol?.name === '__type' && inner.getCallSignatures().length === 0) read(of, inner);
      }
    }
  };

  for (const entry of entries) {
    const source = program.getSourceFile(`${root}/${entry}`);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${entry} was not read`);
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol =
        (exported.flags & ts.SymbolFlags.Alias) === 0 ? exported : checker.getAliasedSymbol(exported);
      const isType = (symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) !== 0;
      if (isType && (exported.name.endsWith('Options') || ALSO.has(exported.name)))
        read(exported.name, checker.getDeclaredTypeOfSymbol(symbol));
    }
  }
  return [...found.values()];
}
