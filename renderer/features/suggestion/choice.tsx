/** One suggestion: what it is, why, and one press takes it. */
type Props = Readonly<{ name: string; why: string; taken: boolean; testId: string; onTake: () => void }>;

export function Choice({ name, why, taken, testId, onTake }: Props) {
  return (
    <button type="button" className="suggestion" aria-pressed={taken} data-testid={testId} onClick={onTake}>
      <b>{name}</b>
      <span>{why}</span>
    </button>
  );
}
