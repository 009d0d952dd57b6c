export { OwnPassword } from './own-password.tsx';
