/** Faults, fakes, recorders and the history checker, for tests. */
@NullMarked
package dev.realtime.testkit;

import org.jspecify.annotations.NullMarked;
