/** What somebody at a desk does next with a matter before them: mixed as in an office, likely to be allowed, not always. */
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { Role } from '../../shared/hotline/roles.ts';

/** Whose desk: `street` is where matters are that are registered here. */
export type Post = Readonly<{ login: string; role: Role; unit: string; street: string }>;
export type Seen = Readonly<{ status: string; street?: string | undefined; assignmentState?: string | undefined }>;
/** `photo`: its record carries a file. */
export type Move = Readonly<{ kind: string; body: Record<string, unknown>; photo?: true }>;

const WORKED_ON = ['inProgress', 'rework'];
/** One record in so many carries a photo. */
const PHOTO_EVERY = 8;

export class Moves {
  readonly #post: Post;
  readonly #workers: readonly PersonId[];
  readonly #random: () => number;
  #count = 0;

  /** `workers`: grid workers of the same office, to whom work is given. */
  constructor(post: Post, workers: readonly PersonId[], random: () => number) {
    this.#post = post;
    this.#workers = workers;
    this.#random = random;
  }

  get mayRegister(): boolean {
    return this.#post.role !== 'leader' && this.#post.role !== 'dispatcher';
  }

  registration(): Move {
    const { role, street, login } = this.#post;
    const source = role === 'operator' ? 'phone' : role === 'clerk' ? 'walkIn' : 'gridSelfFound';
    const phone = `100${String(Math.floor(this.#random() * 1e8)).padStart(8, '0')}`;
    const body = {
      source,
      kind: 'help',
      title: `事项 ${login} ${(this.#count += 1)}`,
      content: '楼道灯不亮',
      complainant: { kind: 'natural', name: '来访人', phone },
      region: { district: street.slice(0, 6), street },
    };
    return { kind: 'register', body };
  }

  /** In the order in which they are tried. */
  on({ status, street, assignmentState }: Seen): readonly Move[] {
    const { role, login } = this.#post;
    const note = `情况 ${login} ${(this.#count += 1)}`;
    const photo: Pick<Move, 'photo'> = this.#random() * PHOTO_EVERY < 1 ? { photo: true } : {};
    const works = WORKED_ON.includes(status);
    const when = (holds: boolean, move: Move): Move[] => (holds ? [move] : []);
    switch (role) {
      case 'dispatcher':
        return when(status === 'registered', { kind: 'dispatch', body: { unit: street ?? this.#post.street, reason: '属地办理' } });
      case 'clerk':
        return this.#shuffled([
          ...when(status === 'dispatched', { kind: 'sign', body: {} }),
          ...when(works, { kind: 'assign', body: { person: this.#worker(), opinion: note } }),
          ...when(works, { kind: 'contact', body: { channel: 'call', result: 'reached', cooperates: true } }),
          ...when(assignmentState === 'reported', { kind: 'checkReport', body: { ok: true } }),
          ...when(works, { kind: 'recordWork', body: { note }, ...photo }),
          { kind: 'comment', body: { text: note } },
        ]);
      case 'gridWorker':
        return this.#shuffled([
          ...when(assignmentState === 'assigned', { kind: 'acknowledge', body: {} }),
          ...when(assignmentState === 'acknowledged', { kind: 'arrive', body: {} }),
          ...when(works, { kind: 'recordWork', body: { note }, ...photo }),
          ...when(works, { kind: 'contact', body: { channel: 'visit', result: 'reached' } }),
          ...when(assignmentState === 'onSite', { kind: 'report', body: { note } }),
        ]);
      case 'leader':
        return [{ kind: 'comment', body: { text: note } }];
      default:
        return [];
    }
  }

  #worker(): PersonId | undefined {
    return this.#workers[Math.floor(this.#random() * this.#workers.length)];
  }

  #shuffled(moves: readonly Move[]): readonly Move[] {
    return moves
      .map((move) => [this.#random(), move] as const)
      .sort(([a], [b]) => a - b)
      .map(([, move]) => move);
  }
}
