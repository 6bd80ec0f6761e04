/** How the provider behaves towards one account: what goes wrong with real ones, on request. */
export interface Behaviour {
  webhooks: {
    /** How often each event is sent. */
    repeat: number;
    /** Before it is sent. */
    delayMs: number;
    /** Of what waits at the same time about one payment, the newest first. */
    reverse: boolean;
    /** Nothing is sent until this ends. */
    hold: boolean;
  };
  /** Before an answer below /v1. */
  latencyMs: number;
  /** So many POSTs to /v1 get 500, and do nothing. */
  failNext: number;
  /** So many POSTs to /v1 are carried out, and their answer lost. */
  dropNext: number;
}

export type BehaviourChange = Partial<Omit<Behaviour, 'webhooks'>> & { webhooks?: Partial<Behaviour['webhooks']> };

/** What was asked for each account. */
export class Accounts {
  readonly #behaviours = new Map<string, Behaviour>();

  of(account: string): Behaviour {
    const known = this.#behaviours.get(account) ?? { webhooks: { repeat: 1, delayMs: 0, reverse: false, hold: false }, latencyMs: 0, failNext: 0, dropNext: 0 };
    this.#behaviours.set(account, known);
    return known;
  }

  change(account: string, { webhooks, ...rest }: BehaviourChange): Behaviour {
    const behaviour = this.of(account);
    Object.assign(behaviour.webhooks, webhooks);
    return Object.assign(behaviour, rest);
  }

  /** Whether this call is one of those that fail. */
  fails(account: string): boolean {
    return this.#countDown(account, 'failNext');
  }

  /** Whether this call's answer is one of those that are lost. */
  drops(account: string): boolean {
    return this.#countDown(account, 'dropNext');
  }

  #countDown(account: string, name: 'failNext' | 'dropNext'): boolean {
    const behaviour = this.of(account);
    if (behaviour[name] === 0) return false;
    behaviour[name]--;
    return true;
  }
}
