import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';

/** What an operation may cost at most before it runs: `depth` levels of fields, `cost` fields in the answer. */
export interface QueryCost {
  readonly depth: number;
  readonly cost: number;
}

type Variables = Readonly<Record<string, unknown>>;

interface Walk {
  readonly schema: GraphQLSchema;
  readonly variables: Variables;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Each fragment is measured once, so that fragments of fragments cost no exponential time. */
  readonly measured: Map<string, QueryCost>;
}

/**
 * Depth and cost of a valid operation. A field costs 1 and its children; children of a list cost times its size as
 * `@listSize` tells it. Introspection is free: graphql bounds its depth, and its answer is no larger than the schema.
 */
export function queryCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): QueryCost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const root = schema.getRootType(operation.operation) ?? null;
  return ofSelections({ schema, variables, fragments, measured: new Map() }, operation.selectionSet, root);
}

function ofSelections(
  walk: Walk,
  selections: SelectionSetNode,
  parent: GraphQLCompositeType | null,
): QueryCost {
  let depth = 0;
  let cost = 0;
  for (const selection of selections.selections) {
    const part = ofSelection(walk, selection, parent);
    depth = Math.max(depth, part.depth);
    cost += part.cost;
  }
  return { depth, cost };
}

function ofSelection(
  walk: Walk,
  selection: SelectionSetNode['selections'][number],
  parent: GraphQLCompositeType | null,
): QueryCost {
  if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(walk, selection.name.value);
  if (selection.kind === Kind.INLINE_FRAGMENT) {
    const narrowed =
      selection.typeCondition === undefined
        ? parent
        : compositeType(walk, selection.typeCondition.name.value);
    return ofSelections(walk, selection.selectionSet, narrowed);
  }
  if (selection.name.value.startsWith('__')) return { depth: 0, cost: 0 };
  const field = fieldOf(parent, selection.name.value);
  if (selection.selectionSet === undefined || field === undefined) return { depth: 1, cost: 1 };
  const type = getNamedType(field.type);
  const inner = ofSelections(walk, selection.selectionSet, isCompositeType(type) ? type : null);
  return { depth: inner.depth + 1, cost: 1 + inner.cost * sizeOf(walk, field, selection.arguments ?? []) };
}

function ofFragment(walk: Walk, name: string): QueryCost {
  const known = walk.measured.get(name);
  if (known !== undefined) return known;
  const fragment = walk.fragments.get(name);
  if (fragment === undefined) return { depth: 0, cost: 0 };
  const measured = ofSelections(
    walk,
    fragment.selectionSet,
    compositeType(walk, fragment.typeCondition.name.value),
  );
  walk.measured.set(name, measured);
  return measured;
}

function sizeOf(
  walk: Walk,
  field: GraphQLField<unknown, unknown>,
  given: readonly { name: { value: string }; value: Parameters<typeof valueFromASTUntyped>[0] }[],
): number {
  const directive = field.astNode?.directives?.find((node) => node.name.value === 'listSize');
  if (directive === undefined) return 1;
  const assumed = directiveValue(directive, 'assumed');
  if (typeof assumed === 'number') return assumed;
  const name = directiveValue(directive, 'argument');
  const node = given.find((argument) => argument.name.value === name);
  const fallback = field.args.find((argument) => argument.name === name)?.defaultValue;
  const size = node === undefined ? fallback : (valueFromASTUntyped(node.value, walk.variables) ?? fallback);
  return typeof size === 'number' && size > 0 ? size : 1;
}

function directiveValue(directive: DirectiveNode, name: string): unknown {
  const argument = directive.arguments?.find((node) => node.name.value === name);
  return argument === undefined ? undefined : valueFromASTUntyped(argument.value);
}

function fieldOf(
  parent: GraphQLCompositeType | null,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function compositeType(walk: Walk, name: string): GraphQLCompositeType | null {
  const type = walk.schema.getType(name);
  return isCompositeType(type) ? type : null;
}
