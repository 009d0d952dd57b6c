/** The words of the desk in one place, for who is new here. */
export function Legend() {
  return (
    <section className="card legend" aria-labelledby="legend-title">
      <h2 id="legend-title">记录走到哪一步</h2>
      <dl>
        <dt>已保存，未送达</dt>
        <dd>已写入本机磁盘，断电不丢；恢复网络后自动送达。</dd>
        <dt>已送达市级</dt>
        <dd>市级已收到，时间以市级为准，正在处理。</dd>
        <dt>已生效</dt>
        <dd>已计入办理过程，各处按此显示。</dd>
        <dt>已留存，未生效</dt>
        <dd>情况已先有变化（如已有他人办理），记录留在办理过程中备查。</dd>
        <dt>未被接受</dt>
        <dd>写明原因和下一步；文字保留在“同步中心”。</dd>
      </dl>
      <p className="quiet">
        键盘：列表中用 <kbd>↑</kbd> <kbd>↓</kbd> 选择工单，<kbd>Enter</kbd> 进入办理，<kbd>Esc</kbd> 关闭表单或窗口。
      </p>
    </section>
  );
}
