import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import './ui/frame.css';
import './ui/inbox.css';
import './ui/ticket.css';
import './ui/form.css';
import './ui/board.css';
import './ui/figures.css';
import './ui/knowledge.css';
import './ui/governance.css';
import './ui/handling.css';
import './ui/paper.css';
import './ui/sign-in.css';
import './ui/suggestion.css';
import './ui/widths.css';

const root = document.getElementById('root');
if (root === null) throw new Error('no root element');
createRoot(root).render(<App />);
