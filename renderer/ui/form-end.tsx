/** The end of a form: what saving does, the two buttons, and whether what was typed is on this device (F60). */
import { Button } from 'antd';

type Props = Readonly<{
  consequence: string;
  submitText: string;
  cancelText: string;
  busy: boolean;
  kept: boolean;
  submitId: string;
  cancelId?: string;
  onCancel: () => void;
}>;

export function FormEnd({ consequence, submitText, cancelText, busy, kept, submitId, cancelId, onCancel }: Props) {
  return (
    <div className="form-end">
      <p className="quiet">{consequence}</p>
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={busy} data-testid={submitId}>
          {submitText}
        </Button>
        <Button onClick={onCancel} data-testid={cancelId}>
          {cancelText}
        </Button>
        <span className="quiet" role="status">
          {kept ? '草稿已存在本机' : ''}
        </span>
      </div>
    </div>
  );
}
