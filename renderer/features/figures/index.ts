export { FiguresPanel } from './figures-panel.tsx';
