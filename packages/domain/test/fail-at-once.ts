import * as fc from 'fast-check';

// For a mutant, any failure is enough: to find the shortest example can take minutes.
fc.configureGlobal({ endOnFailure: true });
