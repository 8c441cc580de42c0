import { nodeShape, type Shape } from './shape.ts';

/** One line of a result file. */
export type ResultLine = { text: string; isRoot: boolean };

type JsonObject = Record<string, unknown>;

/**
 * The lines of one window of the root connection: each root node, then its descendants depth first, each with the gid of
 * the node above it as `__parentId`. What is no connection stays inline.
 */
export function windowLines(connection: unknown, shape: Shape): ResultLine[] {
  const lines: ResultLine[] = [];
  for (const node of nodesOf(connection)) addNode(node, nodeShape(shape), undefined, lines);
  return lines;
}

function addNode(node: JsonObject, shape: Shape | undefined, parentId: unknown, lines: ResultLine[]): void {
  const children: { connection: unknown; shape: Shape }[] = [];
  const own = shape === undefined ? node : withoutConnections(node, shape, children);
  const text = JSON.stringify(parentId === undefined ? own : { ...own, __parentId: parentId });
  lines.push({ text, isRoot: parentId === undefined });
  for (const child of children) {
    for (const below of nodesOf(child.connection)) addNode(below, nodeShape(child.shape), node.id, lines);
  }
}

/** A copy without its connections, which are put into `found`; objects on the way are looked into. */
function withoutConnections(
  node: JsonObject,
  shape: Shape,
  found: { connection: unknown; shape: Shape }[],
): JsonObject {
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(node)) {
    const below = shape.keys.get(key);
    if (below === undefined) copy[key] = value;
    else if (below.connection) found.push({ connection: value, shape: below });
    else copy[key] = isObject(value) ? withoutConnections(value, below, found) : value;
  }
  return copy;
}

function nodesOf(connection: unknown): JsonObject[] {
  const edges = isObject(connection) ? connection.edges : undefined;
  if (!Array.isArray(edges)) return [];
  return edges.map((edge: unknown) => (isObject(edge) ? edge.node : undefined)).filter(isObject);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Scatters lines as `groupObjects: false` allows: order within the window is drawn, and a third of the children wait for
 * the next window, so that some stand far behind their parents and some before them.
 */
export class Scatter {
  readonly #random: () => number;
  #late: ResultLine[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  pass(lines: readonly ResultLine[], isLast: boolean): ResultLine[] {
    const waiting: ResultLine[] = [];
    const now = this.#late.slice();
    for (const line of lines) {
      if (!isLast && !line.isRoot && this.#random() < 1 / 3) waiting.push(line);
      else now.push(line);
    }
    this.#late = waiting;
    const keyed = now.map((line) => ({ line, key: this.#random() }));
    return keyed.sort((left, right) => left.key - right.key).map(({ line }) => line);
  }
}
