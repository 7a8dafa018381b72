/** The contracts on what lives in one process, and the wrong ones that must fail them. */
@NullMarked
package dev.realtime.testkit.tck;

import org.jspecify.annotations.NullMarked;
