/** Owns the contracts of SPEC.md as tests that every implementation runs. */
@NullMarked
package dev.realtime.testkit.tck;

import org.jspecify.annotations.NullMarked;
