/** The rules of SPEC.md as tests that every log, transport and realtime must pass. */
@NullMarked
package dev.realtime.testkit.tck;

import org.jspecify.annotations.NullMarked;
