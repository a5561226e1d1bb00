/** A word or phrase that this repository does not use, and the better one. */
export interface Word {
  /**
   * A single word, also as a part of a `camelCase` or `kebab-case` name; or a pattern for whole
   * texts, in which a space also matches a line break and the mark of a comment.
   */
  readonly word: string | RegExp;
  readonly better: string;
  /** The only files in which it counts. @default all files */
  readonly files?: RegExp;
  /** Texts in which it is right. */
  readonly except?: readonly Exception[];
}

export interface Exception {
  readonly text: RegExp;
  readonly reason: string;
}

const every = (words: string, better: string): Word[] =>
  words.split(' ').map((word) => ({ word, better }));

const REACTION: Exception = {
  text: /answer late/g,
  reason: 'the reaction of a payment rule: a published data format',
};

const ANSWERS: readonly Word[] = [
  { word: 'answer', better: 'return, respond, response', except: [REACTION] },
  ...every('answers answered answering', 'return, respond, response'),
];

const SETTLED: Exception = {
  text: /allSettled|promises? (?:is|are|was|were) settled/g,
  reason: 'a state of JavaScript promises',
};

const SETTLING: readonly Word[] = [
  ...every('settle settles settling', 'confirm, commit, complete, wait until idle'),
  { word: 'settled', better: 'confirmed, committed, completed, idle', except: [SETTLED] },
];

const OLD_NAMES: readonly Word[] = [
  { word: /\btellPeople\b/g, better: 'notifyCustomer' },
  { word: /\bPeopleTopics\b/g, better: 'NotificationTopics' },
  { word: /\borders-to-process\b/g, better: 'process-orders' },
  { word: /\borders-to-approve\b/g, better: 'start-approvals' },
  { word: /\bapprovals-to-close\b/g, better: 'close-approvals' },
  { word: /\borders-to-tell\b/g, better: 'notify-customers' },
  { word: /\borders-to-count\b/g, better: 'count-order-events' },
  { word: /\bTakeEvent\b/g, better: 'IngestEvent' },
  { word: /\b(?:MOST|LARGEST|LONGEST)_[A-Z]/g, better: 'MAX_…' },
  { word: /\b(?:LEAST|SHORTEST)_[A-Z]/g, better: 'MIN_…' },
  { word: /\bcreateHandler\b/g, better: 'the name of what it creates, such as createOrderCreator' },
  { word: /\b(?:class|interface|type|new) WakeUp\b/g, better: 'PollTimer' },
  { word: /\b(?:class|interface|type|new) Turns\b/g, better: 'FairQueue' },
  { word: /\b(?:class|interface|type|new) Recent\b/g, better: 'RingBuffer' },
  { word: /\b(?:class|interface|type|new) Kept\b/g, better: 'StoredEntry' },
  { word: /\b(?:class|interface|type|new) (?:Chance|Draws)\b/g, better: 'SeededRandom' },
  { word: /\bjournal\.hold\b/gi, better: 'InvariantChecker.assert' },
];

const PHRASES: readonly Word[] = [
  { word: /\bforeign events?\b/gi, better: 'external event' },
  { word: /\bcall(?:s|ed|ing)? off\b/gi, better: 'cancel' },
  { word: /\bit is none\b|\bthat (?:is|are) none\b/gi, better: 'is not one, is invalid' },
  { word: /\bof which nobody\b/gi, better: 'without' },
  {
    word: /\bh(?:old|olds|olding|eld) (?:\w+ )?(?:to|against) (?!be\b)/gi,
    better: 'check, compare, enforce',
    except: [{ text: /\bh(?:old|eld) up to\b/gi, reason: 'a limit: at most' }],
  },
  { word: /\bin the end\b/gi, better: 'finally; ends; reaches a final state' },
  { word: /\b(?:come|comes|came|coming) to (?:its|their|an) end\b/gi, better: 'ends, has ended' },
  { word: /\bat (?:its|their) end\b/gi, better: 'ended, in a final state' },
  { word: /\bas \w+ as may be\b/gi, better: 'a plain sentence' },
  {
    word: /\bpromise[sd]?\b/gi,
    better: 'invariant; guarantee towards users',
    files: /\.md$/,
    except: [
      { text: /\bJavaScript promises?\b/gi, reason: "the language's promises" },
      { text: /\bpromise hooks?\b/gi, reason: 'a part of Node.js' },
      { text: /\bPromise</g, reason: 'the type' },
    ],
  },
];

/** Words that this project invented or used in an unusual sense. Standard terms replace them. */
export const WORDS: readonly Word[] = [
  ...every('tell tells telling told untold', 'say, report, log, notify, return, print'),
  ...ANSWERS,
  ...SETTLING,
  ...every('intake', 'ingestion'),
  ...every('mend mends mended mending', 'fix'),
  ...every('whoever', 'the caller, operator, customer, approver'),
  ...every('nobody somebody anybody', 'no caller, an operator, any customer'),
  ...every('stands stood', 'is, has'),
  ...every('rooms', 'folders'),
  ...every('wall walls', 'import rule'),
  ...every('whence', 'from where'),
  ...OLD_NAMES,
  ...PHRASES,
];
