export { Enrolment, SignIn } from './sign-in.tsx';
