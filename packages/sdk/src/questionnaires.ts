/** Write forms of FHIR R4 from typed parts. Apart from the client: a page that asks nothing does not load it. */
export * from '@openprm/questionnaire/builder';
