/** A load runner for this server and for Nchan, and microbenchmarks of append, encode and gate. */
@NullMarked
package dev.realtime.benchmarks;

import org.jspecify.annotations.NullMarked;
