/** The picture of the platform that the console draws: laid out when the console is built. */
export interface Picture {
  /** In pixels at a scale of 1. */
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** The queues that each event goes to. */
  readonly rules: readonly PictureRule[];
}

export type NodeKind =
  | 'client'
  | 'function'
  | 'functions'
  | 'queue'
  | 'table'
  | 'bus'
  | 'workflow'
  | 'topic'
  | 'schedule';

export interface PictureNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** A sentence; '' if there is none. */
  readonly description: string;
  /** The functions of a node that represents several. */
  readonly members: readonly string[];
  /** The dead-letter queues for work that fails here. */
  readonly deadLetterQueues: readonly string[];
  /** The centre. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Whether it is on the way of every order. */
  readonly main: boolean;
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rule of the bus: an event matches if each field has one of the values. */
export interface PictureRule {
  readonly queue: string;
  readonly fields: Readonly<Record<string, readonly string[]>>;
}
