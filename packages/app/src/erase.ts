#!/usr/bin/env node
// npm run erase: erases a patient for good, for a clinic that has no server of its own.
import { eraseByOperator } from '@openprm/server/core';
import { createErasureFile, erasureFileBeside } from '@openprm/server/node';
import { readEraseRequest } from './erase-command.ts';
import { runOperator } from './run-operator.ts';
import { asStartupProblem } from './startup-problem.ts';

try {
  const request = readEraseRequest(process.argv.slice(2), process.env);
  const list = createErasureFile(request.erasureFile ?? erasureFileBeside(request.keyFile));
  await runOperator(request, (operator) => eraseByOperator(operator, list, request));
  console.log('Erased. Their visits stay, without a name.');
} catch (error) {
  console.error(String(asStartupProblem(error)));
  process.exit(1);
}
