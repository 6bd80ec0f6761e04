import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { resume } from './platform/tokens';
import './ui/tokens.css';
import './ui/base.css';
import './ui/ui.css';
import './shell/shell.css';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');

// Outside React, since StrictMode runs effects twice and a refresh token can be spent once.
void resume();

createRoot(root).render(<StrictMode><App /></StrictMode>);
