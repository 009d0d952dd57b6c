/** Above what is looked up on this device: the box, how many were found, and the one thing that can be begun from here. */
import { Button, Input } from 'antd';

type Props = Readonly<{
  help: string;
  label: string;
  placeholder: string;
  question: string;
  found: string;
  /** Absent where one may not begin anything. */
  begin?: Readonly<{ text: string; id: string; act: () => void }> | undefined;
  onAsk: (question: string) => void;
}>;

export function SearchHead({ help, label, placeholder, question, found, begin, onAsk }: Props) {
  return (
    <>
      <p className="quiet">{help}</p>
      <Input
        autoFocus
        allowClear
        aria-label={label}
        placeholder={placeholder}
        value={question}
        onChange={(event) => onAsk(event.target.value)}
      />
      <div className="catalogue-head">
        <span className="quiet" role="status">
          {found}
        </span>
        {begin === undefined ? null : (
          <Button size="small" onClick={begin.act} data-testid={begin.id}>
            {begin.text}
          </Button>
        )}
      </div>
    </>
  );
}
