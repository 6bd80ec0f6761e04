import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--semi-space-growth-factor=1');
