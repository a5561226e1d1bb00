import * as fc from 'fast-check';

// That a mutant fails is all that is asked: the shortest example of it can take minutes to find.
fc.configureGlobal({ endOnFailure: true });
